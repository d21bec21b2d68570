import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import { checkTexts } from '../../../src/check-texts.ts'
import type { Transaction } from '../../../src/db/pool.ts'
import { createMailer } from '../../../src/delivery/mailer.ts'
import { verifyRoots } from '../../../src/engine/verify.ts'
import { composeLetters } from '../../../src/letters/compose/compose.ts'
import { takeDue } from '../../../src/letters/desk.ts'
import { createRulesOf } from '../../../src/letters/rules-of.ts'
import type { Draft } from '../../../src/letters/types.ts'
import { openLog } from '../../../src/log.ts'
import { buildWeb } from '../../../src/web.ts'
import { head, openRoom, partner, type Room, settleMeeting } from '../recommendations/fixtures/advice.ts'
import { ask, doAct, fillIn, put } from '../reviews/fixtures/asking.ts'

t.setTimeout(180_000)

const someone = { name: 'Проверочный человек', email: 'to.be.erased@example.org', phone: '+7 900 000-00-00' }
const secret = 'Проверочный текст, которого не станет'

/** Every cell of every table as text, and every byte below the folder. */
const everywhere = async ({ db, folder }: Room): Promise<string> => {
  const { rows: tables } = await sql<{ name: string }>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
  `.execute(db)
  const cells: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`SELECT to_jsonb(it)::text AS row FROM ${sql.table(name)} it`.execute(db)
    cells.push(...rows.map(({ row }) => row))
  }
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const file of files) {
    cells.push(file.name)
    if (file.isFile()) cells.push((await readFile(join(file.parentPath, file.name))).toString())
  }
  return cells.join('\n')
}

const healthy = {
  stopping: new AbortController().signal,
  database: async () => {},
  migrations: async () => 'current' as const,
  queue: async () => {},
}

/** One request through an app that logs everything into the folder. */
const logged = async (
  t: Parameters<typeof openRoom>[0],
  room: Room,
  as: string,
  method: 'GET' | 'POST',
  url: string,
) => {
  const file = await open(join(room.folder, `log-${randomUUID()}.json`), 'w')
  const log = openLog('trace', file.fd)
  const app = buildWeb(room.house, {
    checks: healthy,
    outbox: { folder: join(room.folder, 'outbox'), open: true },
    log,
  })
  t.teardown(async () => {
    await app.close()
    await file.close()
  })
  const headers = { 'x-vzaimo': '1', 'idempotency-key': randomUUID(), cookie: await room.cookieOf(as) }
  return app.inject({ method, url, headers })
}

/** All letters that are due by the end of the season are written. */
const writeLetters = async ({ db, house }: Room) => {
  const { seasons, newId, publicUrl } = house
  const from = 'vzaimo@example.org'
  const desk = {
    ...{ rulesOf: createRulesOf(seasons), newId, domain: 'example.org' },
    compose: (tx: Transaction, drafts: readonly Draft[], at: string) =>
      composeLetters(tx, { publicUrl, from, seasons }, drafts, at),
  }
  const [at, realNow] = ['2022-11-02T06:00:00.000Z', '2026-01-01T00:00:00.000Z']
  await takeDue(db, desk, { of: 0, shares: 1 }, { at, realNow, limit: 1000 })
}

/** The head of school 21 under a name of their own, who did a lot, and whom letters went to. */
const lived = async (t: Parameters<typeof openRoom>[0]) => {
  const room = await openRoom(t)
  const id = room.person(head)
  await room.db.updateTable('person').set(someone).where('id', '=', id).execute()
  const outboxFolder = join(room.folder, 'outbox')
  await mkdir(outboxFolder, { recursive: true })
  const mailer = createMailer({ smtpUrl: undefined, outboxFolder, from: 'vzaimo@example.org' })
  t.teardown(() => mailer.close())
  await mailer.send({ to: someone.email, subject: 'Вход', text: `Здравствуйте, ${someone.name}` })
  await mailer.send({ to: 'another@example.org', subject: 'Вход', text: 'Здравствуйте' })
  await room.app.inject({
    method: 'POST',
    url: '/api/sign-in',
    headers: { 'x-vzaimo': '1', 'idempotency-key': randomUUID() },
    payload: { email: someone.email, password: 'Проверочный пароль' },
  })
  await put(room, head, room.ours, 'review/strengths', { score: null, body: secret })
  await room.write(head, room.ours, 'item', randomUUID(), { document: null, text: secret })
  await fillIn(room, head, room.ours, '3')
  await doAct(room, head, room.ours, 'submit')
  await room.happen(head, 'meeting', { type: 'meeting.notHeld' }, { reason: secret })
  await room.act(head, room.ours, 'send')
  await writeLetters(room)
  t.ok(
    await room.db.selectFrom('letter').select('id').where('body', 'like', `%${secret}%`).executeTakeFirst(),
    'a letter quotes the reason',
  )
  return { room, id }
}

const blank = (room: Room, as: string, kind: string, id: string, reason = 'Проверочный текст: просьба автора') =>
  room.press(as, `/partnerships/${room.root}/texts/${kind}/${id}/blank`, { body: { reason } })

const idsOf = async (room: Room, table: 'reason' | 'answer_version' | 'recommendation_version') =>
  (await room.db.selectFrom(table).select('id').where('body', '=', secret).execute()).map(({ id }) => id)

t.test(
  'after an erasure and a blanking nothing is left of either, anywhere, and everything still verifies',
  async t => {
    const { room, id } = await lived(t)
    for (const path of ['/privacy', '/api/me/export', `/partnerships/${room.root}/history`, '/me'])
      t.equal((await logged(t, room, head, 'GET', path)).statusCode, 200, path)
    const before = await everywhere(room)
    t.match(before, '"route":"/api/me/export"', 'the log is among what is searched')
    for (const trace of [...Object.values(someone), secret]) t.match(before, trace, `${trace} was there`)
    const asked = await room.press(head, '/me/erasure', { body: { wish: 'ask' } })
    t.equal(asked.status, 204)
    t.match((await room.get('federal', '/erasures')).body, someone.email)

    for (const [kind, table] of [
      ['reason', 'reason'],
      ['answer', 'answer_version'],
      ['recommendation', 'recommendation_version'],
    ] as const)
      for (const text of await idsOf(room, table)) t.equal((await blank(room, 'federal', kind, text)).status, 204, kind)
    t.equal((await logged(t, room, 'federal', 'POST', `/api/erasures/${id}`)).statusCode, 204)

    const after = await everywhere(room)
    for (const trace of [...Object.values(someone), secret]) t.notMatch(after, trace, `${trace} is gone`)
    t.match(after, 'another@example.org', 'other letters stay')
    const verified = await verifyRoots(room.db, room.house.workflow)
    t.same(verified.faults, [])
    t.equal(verified.blanked, 1)
    t.match(await checkTexts(room.db), { blanked: 2, faults: [] })
    t.match(await room.db.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst(), {
      name: null,
      email: null,
      phone: null,
    })
    t.equal((await ask(room, head, 'GET', `/partnerships/${room.root}`)).statusCode, 401, 'the session is over')
    t.match((await room.get(partner, `/partnerships/${room.root}/history`)).body, /человек, чьи данные удалены/)
    t.match(
      (await room.get(partner, `/partnerships/${room.root}/assignments/1/2/recommendations`)).body,
      /Текст удалён/,
    )
    t.equal((await room.press('federal', `/erasures/${id}`)).status, 204, 'twice is once')
    t.match((await room.get('federal', `/erasures/${id}`)).body, /Данные этого человека удалены/)
  },
)

t.test('who may erase a person, and who may not', async t => {
  const { room, id } = await lived(t)
  for (const name of [head, partner, 'regional-tyumen', 'curator-gymnasium-1'])
    t.equal((await room.press(name, `/erasures/${id}`)).status, 403, name)
  t.equal((await room.press('federal', `/erasures/${randomUUID()}`)).status, 404)
  t.match(await room.press('federal', `/erasures/${room.person('federal')}`), {
    status: 409,
    missing: [{ code: 'lastFederal' }],
  })
  t.match((await room.get('federal', `/erasures?email=${someone.email.toUpperCase()}`)).body, someone.name)
  const page = (await room.get('federal', `/erasures/${id}`)).body
  t.match(page, /Больше нигде/)
  await put(room, partner, room.theirs, 'review/strengths', { score: null, body: `Благодарим: ${someone.name}` })
  t.match((await room.get('federal', `/erasures/${id}`)).body, /<code>answer_version<\/code>/)
})

t.test('a text is blanked by whoever covers both schools; what is sealed is not shown to them', async t => {
  const { room } = await lived(t)
  const [reason = ''] = await idsOf(room, 'reason')
  const [answer = ''] = await idsOf(room, 'answer_version')
  for (const name of [head, 'curator-gymnasium-1']) t.equal((await blank(room, name, 'reason', reason)).status, 403)
  for (const name of ['regional-tyumen', 'municipal-smolensk'])
    t.equal((await blank(room, name, 'reason', reason)).status, 403, `${name} covers one`)
  t.equal((await blank(room, 'federal', 'reason', reason, '')).status, 422)
  t.equal((await blank(room, 'federal', 'reason', randomUUID())).status, 404)
  t.equal((await blank(room, 'federal', 'question', reason)).status, 404)
  const trio = room.demo.groups.get('trio') ?? ''
  t.equal(
    (
      await room.press('federal', `/partnerships/${trio}/texts/reason/${reason}/blank`, {
        body: { reason: 'Проверочный текст' },
      })
    ).status,
    404,
  )

  const list = (
    await room.get('federal', `/partnerships/${room.root}/privacy?find=${encodeURIComponent('которого не')}`)
  ).body
  t.match(list, `/texts/reason/${reason}`)
  t.match(list, '/texts/recommendation/')
  t.notMatch(list, `/texts/answer/`, 'a sealed answer is not in the list')
  t.notMatch((await room.get('federal', `/partnerships/${room.root}/texts/answer/${answer}`)).body, secret)
  await fillIn(room, partner, room.theirs, '3')
  await doAct(room, partner, room.theirs, 'submit')
  t.match(
    (await room.get('federal', `/partnerships/${room.root}/texts/answer/${answer}`)).body,
    secret,
    'once revealed it is',
  )
  t.notMatch((await room.get('regional-tyumen', `/partnerships/${room.root}/privacy`)).body, secret)
})

t.test('somebody takes along all that is kept about them, and no word that is a school’s', async t => {
  const { room, id } = await lived(t)
  const own = await room.get(head, '/api/me/export')
  const data = JSON.parse(own.body)
  t.match(data.person, [{ id, ...someone }])
  t.match(Object.keys(data), ['person'])
  t.ok(data.history.some(({ type }: { type: string }) => type === 'review.submit'))
  t.ok(data['reason.author'].some(({ body }: { body: string }) => body === secret))
  t.ok(data['answer_version.author'].length > 0)
  t.notMatch(
    JSON.stringify([data['answer_version.author'], data['answer.author'], data['recommendation_version.author']]),
    /Проверочный|"score"|"salt"/,
  )
  t.notMatch(own.body, /token_sha256|id_sha256|"hash"/)
  t.match((await room.get('federal', `/api/erasures/${id}/export`)).body, someone.email)
  t.equal((await room.get(partner, `/api/erasures/${id}/export`)).status, 403)
})

t.test('the policy is public, in two languages, and leads to one’s own rights', async t => {
  const room = await openRoom(t)
  await settleMeeting(room)
  const open = await room.app.inject({ url: '/privacy' })
  t.equal(open.statusCode, 200)
  t.match(open.body, /Персональные данные/)
  const english = await room.app.inject({ url: '/privacy', headers: { 'accept-language': 'en' } })
  t.match(english.body, /Personal data/)
  t.match((await room.get(head, '/privacy')).body, /Попросить удалить/)
  await room.press(head, '/me/erasure', { body: { wish: 'ask' } })
  t.match((await room.get(head, '/privacy')).body, /Отозвать просьбу/)
  await room.press(head, '/me/erasure', { body: { wish: 'withdraw' } })
  t.match((await room.get('federal', '/erasures')).body, /Никто не\sпросил/)
})
