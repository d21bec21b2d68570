import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import { openLog } from '../../../src/log.ts'
import { testHouse } from '../../fixtures/house.ts'
import { browser, letterTo, noon, pathIn, webOn } from './fixtures/web.ts'

const phrase = 'зелёная тетрадь на двоих'
const people = ['head', 'coordinator', 'helper'].map(role => `${role}@school-21.example.org`)

t.test('no token, session, password or address stands in any log, nor any of the first three in any table', async t => {
  const th = await testHouse(t)
  const clock = { ms: noon }
  const file = join(th.folder, 'log')
  const log = openLog('debug', openSync(file, 'w'))
  const { app } = webOn(th.house, clock, log)
  const secrets: string[] = []
  for (const email of people) {
    const who = browser(app)
    await who.post('/sign-in', { email, next: '/me' })
    const path = pathIn(await letterTo(th.letters, email))
    secrets.push(path.split(/[/?]/)[3] ?? '')
    await who.send(await who.get(path), path.split('?')[0] ?? '')
    secrets.push(who.cookie().replace('vzaimo=', ''))
    await who.send(await who.get('/me'), '/me/password', { act: 'set', password: phrase })
    await who.post('/sign-in/password', { account: email, password: phrase })
    await who.post('/sign-in/password', { account: email, password: `${phrase} нет` })
    await who.get(path)
    await who.post(path.split('?')[0] ?? '')
  }
  const broken = webOn(
    { ...th.house, mail: async letter => Promise.reject(new Error(`550 ${letter.to} ${letter.text}`)) },
    clock,
    log,
  )
  await browser(broken.app).post('/sign-in', { email: 'head@school-36.example.org' })
  await broken.app.close()
  await app.close()
  t.equal(secrets.filter(secret => /^[\w-]{43}$/.test(secret)).length, 6)

  const written = readFileSync(file, 'utf8')
  const lines = written.split('\n')
  t.ok(lines.length > 28)
  t.match(written, /letter not handed over/)
  for (const word of [...secrets, phrase, ...people, 'head@school-36', '192.0.2.7'])
    t.notOk(written.includes(word), `in the log: ${word.slice(0, 6)}…`)

  const { rows: tables } = await sql<{ name: string }>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
  `.execute(th.db)
  for (const { name } of tables) {
    const { rows } = await sql<{
      all: string | null
    }>`SELECT string_agg(x::text, ' ') AS all FROM ${sql.table(name)} x`.execute(th.db)
    const all = rows[0]?.all ?? ''
    for (const secret of [...secrets, phrase]) t.notOk(all.includes(secret), name)
    if (name === 'sign_in_attempt') for (const email of people) t.notOk(all.includes(email) || all.includes('192.0.2'))
  }
  t.comment(`${lines.length} lines, ${tables.length} tables, ${secrets.length} secrets`)
})
