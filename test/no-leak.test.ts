import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import t, { type Test } from 'tap'
import type { RouteRow } from '../src/http/route-access.ts'
import { holdMeeting, openRoom, recommend } from './features/final-files/fixtures/file-room.ts'
import { sampleOf } from './fixtures/sample.ts'
import { firstReview, type Packages, packages } from './journey/journey.ts'

/** What every statement of this process asks of the database, while somebody listens. */
const heard: string[] = []
const { query } = pg.Client.prototype
pg.Client.prototype.query = function listened(this: pg.Client, ...asked: unknown[]) {
  const [first] = asked as [string | { text: string }]
  heard.push(typeof first === 'string' ? first : first.text)
  return Reflect.apply(query, this, asked)
} as typeof query

t.setTimeout(400_000)

/** Who may know of the review and is not of the school that writes: its partner, both sides' officers, the federal coordinator. */
const concerned = [
  'priirtyshskaya-head',
  'curator-gymnasium-1',
  'municipal-smolensk',
  'regional-tyumen',
  'federal',
] as const
/** A stranger, and nobody. */
const strangers = ['taychinskaya-head', null] as const
type Other = (typeof concerned)[number] | (typeof strangers)[number]

const room = await openRoom(t)
const { app, root, db } = room
const routes = app.routeTable().filter(({ method }) => method !== 'HEAD' && method !== 'OPTIONS')
const reads = routes.filter(({ method }) => method === 'GET')
const [first, second] = [
  { seat: 1 as const, client: await room.client('school-21-head') },
  { seat: 2 as const, client: await room.client('priirtyshskaya-head') },
]
let sent: Packages
let document = ''
const school = room.demo.schools.get('school-21') ?? ''

/** A route's address about one direction: seat 1 about seat 2, or the other way round. */
const place = (url: string, reviewer: 1 | 2) =>
  url
    .replace('/partnerships/:root', `/partnerships/${root}`)
    .replace(':root', room.demo.cycle)
    .replace(':school', school)
    .replace(/:(seat|reviewer)\b/g, String(reviewer))
    .replace(/:reviewed\b/g, String(3 - reviewer))
    .replace(/:form\b/g, 'midterm-programme')
    .replace(/:question\b/g, 'midterm.tasks-match-goal')
    .replace(/:slot\b/g, 'midterm-programme')
    .replace(/:document\b/g, document)
    .replace(/:\w+/g, '00000000-0000-4000-8000-000000000000')

const search = ({ schema }: RouteRow) => {
  const fields = Object.entries((sampleOf(schema?.querystring) as object | undefined) ?? {})
  return fields.length === 0 ? '' : `?${new URLSearchParams(fields.map(([name, value]) => [name, String(value)]))}`
}

const ask = async (route: RouteRow, name: string | null, reviewer: 1 | 2, payload?: object) =>
  app.inject({
    method: route.method as 'GET',
    url: place(route.url, reviewer) + search(route),
    headers: {
      'x-vzaimo': '1',
      'sec-fetch-site': 'same-origin',
      'idempotency-key': randomUUID(),
      'if-match': '"0"',
      ...(name === null ? {} : { cookie: await room.cookieOf(name) }),
    },
    ...(payload === undefined ? {} : { payload }),
  })

/** What all others get by every route, as one line each: the status, the length and the hash of all bytes. */
const everything = async (others: readonly Other[]): Promise<Map<string, string>> => {
  const got = new Map<string, string>()
  for (const name of others)
    for (const route of reads)
      for (const reviewer of [1, 2] as const) {
        if (!route.url.includes(':') && reviewer === 2) continue
        const { statusCode, rawPayload, body } = await ask(route, name, reviewer)
        // A request and a line to be written have numbers of their own, new each time.
        const text = body.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')
        const hash = createHash('sha256').update(text).digest('hex')
        got.set(`${name} ${route.url} ${reviewer}`, `${statusCode} ${rawPayload.length} ${hash}`)
      }
  // The log of downloads, which everybody may read of themselves, is of this test's own making.
  await db.deleteFrom('document_download').execute()
  return got
}

const difference = (one: Map<string, string>, other: Map<string, string>) =>
  [...one].filter(([key, line]) => other.get(key) !== line).map(([key, line]) => `${key}: ${line} | ${other.get(key)}`)

/** Puts other scores and other words into the sealed review, as many as there were. */
const rewrite = async () => {
  for (const table of ['answer', 'answer_version'])
    await sql`
      UPDATE ${sql.table(table)} SET body = CASE body WHEN '' THEN '' ELSE repeat('Тайное слово ', 40) END,
        score = CASE score WHEN '3' THEN '2' WHEN '2' THEN '3' WHEN '1' THEN '0' WHEN '0' THEN '1' END
      WHERE root = ${root}::uuid AND assignment = 'assignment/1-2'
    `.execute(db)
}

/** Nobody can tell what the sealed review says: whatever it says, every answer of the program is the same to the byte. */
const isSealed = async (t: Pick<Test, 'same' | 'ok'>, state: string, others: readonly Other[] = concerned) => {
  // Whoever comes for the first time is noted as having come.
  for (const name of others)
    if (name !== null) await app.inject({ url: '/', headers: { cookie: await room.cookieOf(name) } })
  const before = await everything(others)
  if (others !== concerned)
    t.same(difference(before, await everything(others)), [], `${state}: the same question gives the same answer`)
  const stored = await sql<{ rows: object }>`
    SELECT json_build_object('answer', (SELECT json_agg(a) FROM answer a WHERE root = ${root}::uuid),
      'answer_version', (SELECT json_agg(a) FROM answer_version a WHERE root = ${root}::uuid)) AS rows
  `.execute(db)
  await rewrite()
  const after = await everything(others)
  t.same(difference(before, after), [], `${state}: ${before.size} answers, whatever the review says`)
  for (const [table, rows] of Object.entries(stored.rows[0]?.rows ?? {}))
    await sql`
      UPDATE ${sql.table(table)} it SET body = was.body, score = was.score
      FROM json_populate_recordset(NULL::${sql.table(table)}, ${JSON.stringify(rows)}::json) was
      WHERE it.root = was.root AND it.assignment = was.assignment AND it.form = was.form AND it.question = was.question
        AND it.version = was.version
    `.execute(db)
  t.ok([...before.values()].filter(line => line.startsWith('200')).length > 100, 'and many of them were read')
}

t.test('both packages are sent and opened', async t => {
  sent = await packages(t, root, first, second)
  const found = await db
    .selectFrom('document')
    .select('id')
    .where('root', '=', root)
    .where('seat', '=', 2)
    .where('slot', '=', 'midterm-programme')
    .executeTakeFirstOrThrow()
  document = found.id
})

t.test('while it is written, nobody else can tell what a review says', { timeout: 120_000 }, async t => {
  const saved = await first.client.send(
    'PUT',
    `/partnerships/${root}/assignments/1/2/answers/midterm-programme/midterm.tasks-match-goal`,
    { score: '1', body: 'Проверочный текст' },
    { 'if-match': '"0"' },
  )
  t.equal(saved.status, 200)
  await isSealed(t, 'drafting')
  await first.client.send(
    'PUT',
    `/partnerships/${root}/assignments/1/2/answers/midterm-programme/midterm.tasks-match-goal`,
    { score: null, body: '' },
    { 'if-match': '"1"' },
  )
})

t.test('once it is submitted, before the reveal', { timeout: 120_000 }, async t => {
  await db.deleteFrom('answer').where('root', '=', root).execute()
  await db.deleteFrom('answer_version').where('root', '=', root).execute()
  await firstReview(t, root, first, sent)
  await isSealed(t, 'submitted', [...concerned, ...strangers])
})

t.test('after the meeting and with its recommendations sent', { timeout: 120_000 }, async t => {
  await holdMeeting(t, room)
  await recommend(t, room, 'school-21-head', 1, 2)
  await isSealed(t, 'met')
})

t.test('taken back', { timeout: 120_000 }, async t => {
  const review = `/partnerships/${root}/assignments/1/2`
  const back = await first.client.act(`${review}/take-back`, review)
  t.equal(back.status, 200, JSON.stringify(back.body))
  await isSealed(t, 'taken back')
})

/** Tables that hold what people wrote. */
const content =
  /\b(?:FROM|JOIN|INTO|UPDATE)\s+"?(answer|answer_version|minutes_version|question|reply|recommendation|recommendation_version|document|programme|programme_version|chosen_factors|file_proof|file_attachment|final_file|reason)\b/i

t.test('a refusal is decided before any content is read', { timeout: 200_000 }, async t => {
  let refused = 0
  const faults: string[] = []
  for (const route of routes)
    for (const name of ['taychinskaya-head', 'curator-gymnasium-1', null] as const) {
      if (!route.url.includes('/partnerships/:root') || route.access === 'public') continue
      // Whoever may do it would: only strangers send what changes something.
      if (route.method !== 'GET' && name === 'curator-gymnasium-1') continue
      const body = sampleOf(route.schema?.body) as object | undefined
      heard.length = 0
      const { statusCode } = await ask(route, name, 1, body)
      // 415, 422: what was sent is nothing that the route understands, whoever sends it.
      if (![401, 403, 404, 415, 422].includes(statusCode)) {
        if (name !== 'curator-gymnasium-1') faults.push(`${name} ${route.method} ${route.url} got ${statusCode}`)
        continue
      }
      refused += 1
      const read = heard.filter(statement => content.test(statement))
      if (read.length > 0 && !(statusCode === 404 && name === 'curator-gymnasium-1'))
        faults.push(
          `${name} ${route.method} ${route.url} ${statusCode}: ${read[0]?.replace(/\s+/g, ' ').slice(0, 300)}`,
        )
    }
  t.same(faults, [])
  t.ok(refused > 100, `${refused} refusals`)
})
