import { randomUUID } from 'node:crypto'
import t from 'tap'
import { staleAfter } from '../../workflows/stale-after.ts'
import { testApp } from '../fixtures/app.ts'
import { docx } from '../fixtures/files/make.ts'
import { testHouse } from '../fixtures/house.ts'
import { tokenFor } from './fixtures/token.ts'

t.setTimeout(240_000)

const th = await testHouse(t)
const app = await testApp(th)
t.teardown(() => app.close())
const pair = th.demo.groups.get('pair') ?? ''
const school = th.demo.schools.get('school-21') ?? ''
const at = `/api/partnerships/${pair}`
const first = `${at}/seats/1/package`
const review = `${at}/assignments/2/1`

type Answer = { readonly status: number; readonly body: Record<string, unknown>; readonly etag: string }
type Sent = { readonly body?: object; readonly match?: string; readonly key?: string }

/** Routes whose POST was done, by their patterns. */
const proven = new Set<string>()

const program = async (name: string, own = school) => {
  const token = await tokenFor(th, name)
  const send = async (method: 'GET' | 'POST' | 'PUT', url: string, { body, match, key = randomUUID() }: Sent = {}) => {
    const form = body instanceof FormData ? new Request('http://x/', { method: 'POST', body }) : null
    const answer = await app.inject({
      method,
      url,
      headers: {
        authorization: `Bearer ${token}`,
        'idempotency-key': key,
        ...(match === undefined ? {} : { 'if-match': match }),
        ...(form === null ? {} : { 'content-type': form.headers.get('content-type') ?? '' }),
      },
      ...(body === undefined || method === 'GET'
        ? {}
        : { payload: form === null ? body : Buffer.from(await form.arrayBuffer()) }),
    })
    return {
      status: answer.statusCode,
      body: answer.body === '' ? {} : (JSON.parse(answer.body) as Record<string, unknown>),
      etag: String(answer.headers.etag ?? ''),
    }
  }
  const get = (url: string): Promise<Answer> => send('GET', url)
  const put = (url: string, body: object, match: string): Promise<Answer> => send('PUT', url, { body, match })

  /**
   * Does it, does it again with the same key, and tries another deed with that key: the same with another body, or one `elsewhere`, which is
   * an invitation unless it is named.
   */
  const once = async (
    pattern: string,
    url: string,
    body?: object,
    more: { readonly match?: string; readonly other?: object; readonly elsewhere?: string } = {},
  ) => {
    const { match, other, elsewhere } = more
    const sent = { key: randomUUID(), ...(match === undefined ? {} : { match }) }
    const whole = { ...sent, ...(body === undefined ? {} : { body }) }
    const done = await send('POST', url, whole)
    t.ok(done.status < 300, `${pattern}: ${done.status} ${JSON.stringify(done.body).slice(0, 300)}`)
    t.same(await send('POST', url, whole), done, `${pattern}: the same twice`)
    const invitation = `/api/schools/${own}/people/${th.person(name)}/invite`
    const another =
      other !== undefined
        ? await send('POST', url, { ...sent, body: other })
        : await send('POST', elsewhere ?? invitation, elsewhere === undefined ? { ...sent, body: {} } : sent)
    t.match(another, { status: 422, body: { type: '/problems/key-reused' } }, `${pattern}: its key is taken`)
    proven.add(`/api${pattern}`)
    return done
  }
  return { get, put, once, send }
}

const head = await program('school-21-head')
const partners = th.demo.schools.get('priirtyshskaya') ?? ''
const partner = await program('priirtyshskaya-head', partners)
const p = '/partnerships/:root'

const file = async (slot: string, name: string): Promise<FormData> => {
  const form = new FormData()
  form.append('slot', slot)
  form.append('file', new Blob([Uint8Array.from(await docx(name))]), `${name}.docx`)
  return form
}

t.test('a package', async t => {
  await head.once(`${p}/seats/:seat/package/privacy`, `${first}/privacy`, { removed: true })
  await head.put(`${first}/factors`, { factors: [2] }, '"0"')
  const added = await head.once(`${p}/seats/:seat/package/programmes`, `${first}/programmes`, {
    title: 'Проверочный текст один',
    factors: [2],
  })
  const spare = await head.once(`${p}/seats/:seat/package/programmes`, `${first}/programmes`, {
    title: 'Проверочный текст два',
    factors: [2],
  })
  await head.once(
    `${p}/seats/:seat/package/programmes/:programme/remove`,
    `${first}/programmes/${spare.body.programme}/remove`,
    {},
    { match: '"1"' },
  )
  for (const slot of [
    'risk-profile',
    'development-concept',
    'midterm-programme',
    `antirisk-programme/${added.body.programme}`,
  ])
    await head.once(
      `${p}/seats/:seat/package/documents`,
      `${first}/documents`,
      await file(slot, slot.replace('/', '-')),
      { match: '"0"' },
    )
  const sent = await head.once(
    `${p}/seats/:seat/package/send`,
    `${first}/send`,
    {},
    { match: (await head.get(first)).etag },
  )
  t.ok(sent.body.hash, 'a receipt')
  await partner.once(`${p}/seats/:seat/package/open`, `${first}/open`, {}, { match: (await partner.get(first)).etag })
})

t.test('documents: questions, and the flag', async t => {
  const { body } = await partner.get(first)
  const document = (body.slots as { versions: { document: string }[] }[])[0]?.versions[0]?.document
  t.ok(document)
  const documents = `${at}/documents/${document}`
  const [text, other] = [{ body: 'Проверочный текст' }, { body: 'Проверочный текст иной' }]
  const asked = await partner.once(`${p}/documents/:document/questions`, `${documents}/questions`, text, { other })
  const routes = app.routeTable().map(({ url }) => url)
  const replies = routes.find(url => url.endsWith('/replies') && url.startsWith('/api'))?.replace('/api', '') ?? ''
  await head.once(replies, `${documents}/questions/${asked.body.id}/replies`, text, { other })
  await partner.once(`${p}/documents/:document/flag`, `${documents}/flag`, { reason: 'Проверочный текст' })
})

t.test('an answer', async () => {
  const colleague = await program('priirtyshskaya-coordinator', partners)
  const line = `${review}/answers/midterm-programme/midterm.tasks-match-goal`
  await partner.put(line, { score: '1', body: 'Проверочный текст один' }, '"0"')
  await partner.put(line, { score: '2', body: 'Проверочный текст два' }, '"1"')
  const outrun = await colleague.put(line, { score: '3', body: 'Проверочный текст три' }, '"1"')
  t.equal(outrun.status, 412)
  const { versions } = (await partner.get(`${line}/versions`)).body as { versions: { id: string; version: number }[] }
  const [earlier, later] = [1, 2].map(n => versions.find(({ version }) => version === n)?.id)
  const route = `${p}/assignments/:reviewer/:reviewed/answers/:form/:question/versions/:version`
  await partner.once(`${route}/restore`, `${line}/versions/${earlier}/restore`, undefined, {
    match: '"2"',
    elsewhere: `${line}/versions/${later}/restore`,
  })
  const yours = (outrun.body.yours as { id: string }).id
  await colleague.once(`${route}/settle`, `${line}/versions/${yours}/settle`)
})

t.test('the people of a school', async () => {
  const people = `/api/schools/${school}/people`
  const route = '/schools/:school/people'
  const seen = async () => (await head.get(people)).etag
  const come = { name: 'Проверочный текст', email: 'first@school.example.org', role: 'helper' }
  const { person } = (await head.once(route, people, come)).body
  await head.once(`${route}/:person/invite`, `${people}/${person}/invite`, {})
  await head.once(
    `${route}/:person/role`,
    `${people}/${person}/role`,
    { role: 'schoolCoordinator' },
    { match: await seen() },
  )
  const next = { name: 'Проверочный текст', email: 'second@school.example.org' }
  const came = await head.once(`${route}/:person/replace`, `${people}/${person}/replace`, next, { match: await seen() })
  await head.once(`${route}/:person/remove`, `${people}/${came.body.person}/remove`, {}, { match: await seen() })
})

t.test('an address that fails', async () => {
  const person = th.person('school-21-coordinator')
  const own = `/api/schools/${school}/people`
  const route = '/schools/:school/people/:person/address'
  const address = { address: 'another@school.example.org' }
  const other = { address: 'yet-another@school.example.org' }
  const match = (await head.get(own)).etag
  await head.once(route, `${own}/${person}/address`, address, { match, other })
  const fail = () =>
    th.db
      .insertInto('address_fault')
      .values({ person, since: '2022-09-28T06:00:00.000Z', letter: null, status: null, says: null })
      .execute()
  await fail()
  await head.once(`${route}/works`, `${own}/${person}/address/works`, {}, { match: (await head.get(own)).etag })
  await fail()
  const federal = await program('federal')
  await federal.once('/people/:person/address-works', `/api/people/${person}/address-works`, {})
})

t.test('letters', async t => {
  const federal = await program('federal')
  const entries = await th.db
    .selectFrom('letter_entry')
    .select(['id', 'person'])
    .where('root', '=', pair)
    .where('state', '=', 'due')
    .where('person', 'is not', null)
    .orderBy('id')
    .limit(4)
    .execute()
  const [first, second, third, fourth] = entries.map(({ id }) => id)
  const carry = async (entry: number | undefined, state: 'failed' | 'waiting') => {
    const person = entries.find(({ id }) => id === entry)?.person ?? ''
    const [id, at] = [randomUUID(), '2022-09-28T06:00:00.000Z']
    const row = { id, person, state, class: 'urgent' as const, lang: 'ru' as const, message_id: id, made_at: at }
    await th.db
      .insertInto('letter')
      .values({ ...row, subject: null, body: null, local_day: '2022-09-28', first_attempt_at: at })
      .execute()
    const ended = state === 'failed' ? { state, ended_at: at } : {}
    await th.db
      .updateTable('letter_entry')
      .set({ letter: id, ...ended })
      .where('id', '=', Number(entry))
      .execute()
    return `/api/letters/${id}`
  }
  const [reason, other] = [{ reason: 'Проверочный текст' }, { reason: 'Проверочный текст иной' }]
  await federal.once('/letters/entries/:entry/cancel', `/api/letters/entries/${first}/cancel`, reason, { other })
  await carry(second, 'failed')
  await federal.once('/letters/entries/:entry/retry', `/api/letters/entries/${second}/retry`, {})
  await federal.once('/letters/:letter/retry', `${await carry(third, 'failed')}/retry`, {})
  await federal.once('/letters/:letter/cancel', `${await carry(fourth, 'waiting')}/cancel`, reason, { other })
  const now = { about: 'package', rung: '-7', asOf: '2022-09-28T07:00:00.000Z' }
  await federal.once('/letters/send-now', '/api/letters/send-now', now, { other: { ...now, rung: '-3' } })
  await head.once('/me/letters/mute', '/api/me/letters/mute', { kinds: ['revealed'] }, { other: { kinds: [] } })
  t.match(await th.db.selectFrom('letter_mute').selectAll().execute(), [{ kind: 'revealed' }])
})

t.test('recommendations', async () => {
  const colleague = await program('priirtyshskaya-coordinator', partners)
  const list = `${review}/recommendations`
  const route = `${p}/assignments/:reviewer/:reviewed/recommendations/items/:item`
  const item = `${list}/items/${randomUUID()}`
  const write = (by: typeof partner, url: string, text: string, match: string) =>
    by.put(url, { document: 'midterm-programme', text }, match)
  const made = await write(partner, item, 'Проверочный текст один', '"0"')
  await write(partner, `${list}/items/${randomUUID()}`, 'Проверочный текст другой', '"0"')
  await partner.once(`${route}/move`, `${item}/move`, { to: 'down' }, { other: { to: 'up' } })
  await write(partner, item, 'Проверочный текст два', '"1"')
  const outrun = await write(colleague, item, 'Проверочный текст три', '"1"')
  const [first, yours] = [made.body.id, (outrun.body.yours as { id: string } | undefined)?.id]
  const elsewhere = `${item}/remove`
  await partner.once(`${route}/versions/:version/restore`, `${item}/versions/${first}/restore`, undefined, {
    match: '"2"',
    elsewhere,
  })
  await colleague.once(`${route}/versions/:version/settle`, `${item}/versions/${yours}/settle`, undefined, {
    match: '"3"',
  })
  await partner.once(`${route}/remove`, `${item}/remove`, undefined, {
    match: '"3"',
    elsewhere: `${item}/versions/${first}/restore`,
  })
})

t.test('new partners are asked for', async () => {
  const municipal = await program('municipal-smolensk')
  const federal = await program('federal')
  await municipal.once(`${p}/ask-anew`, `${at}/ask-anew`, { reason: 'Проверочный текст' })
  await federal.once(`${p}/ask-anew/set-aside`, `${at}/ask-anew/set-aside`, { reason: 'Проверочный текст' })
})

t.test('what is taken out', async () => {
  const federal = await program('federal')
  const [file] = (await federal.get(`${at}/privacy`)).body.files as { id: string }[]
  const { texts } = (await federal.get(`${at}/privacy`)).body as { texts: { kind: string; id: string }[] }
  const [why, other] = [{ reason: 'Проверочный текст' }, { reason: 'Проверочный текст иной' }]
  const kept = `${p}/kept/:kind/:file`
  await federal.once(`${kept}/lift`, `${at}/kept/document/${file?.id}/lift`, why, { other })
  await federal.once(`${kept}/erase`, `${at}/kept/document/${file?.id}/erase`, why, { other })
  const text = `${at}/texts/${texts[0]?.kind}/${texts[0]?.id}`
  t.equal((await federal.get(text)).status, 200)
  await federal.once(`${p}/texts/:kind/:text/blank`, `${text}/blank`, why, { other })
  const helper = th.person('school-21-helper')
  await federal.once('/erasures/:person', `/api/erasures/${helper}`)
  const mine = { wish: 'ask' }
  await head.once('/me/erasure', '/api/me/erasure', mine, { other: { wish: 'withdraw' } })
})

t.test('a season goes on', async () => {
  const federal = await program('federal')
  const { parent } = await th.db.selectFrom('root').select('parent').where('id', '=', pair).executeTakeFirstOrThrow()
  await federal.once('/seasons/:root/go-on', `/api/seasons/${parent}/go-on`, {})
})

/** What is not done here, and why it need not be. */
const elsewhere: readonly (readonly [RegExp, string])[] = [
  [
    /\/items\/:item\/(answer|dispute)\/versions\/:version\/(restore|settle)$/,
    'the very lines of the recommendation itself',
  ],
  [/\/seats\/:seat\/file\/(mark|attachments)$/, 'a season later: test/features/final-files'],
  [/\/pairing-table\/\w+$/, 'a season before its pairs: test/features/pairing/table'],
]

t.test('no POST of content was left out; acts all go through the one door', async t => {
  const content = app
    .routeTable()
    .filter(
      ({ method, url, access }) =>
        method === 'POST' && url.startsWith('/api/') && !(typeof access === 'object' && access.action in staleAfter),
    )
    .map(({ url }) => url)
  const left = content.filter(url => !proven.has(url) && !elsewhere.some(([pattern]) => pattern.test(url)))
  t.same(left, [])
})
