import t from 'tap'
import { makeSeals, readSeal } from '../../../src/engine/seal.ts'
import { readCopy } from '../../../src/seals/check-copy.ts'
import { sealText } from '../../../src/seals/seal-files.ts'
import { openOffice } from '../coordination/fixtures/office.ts'

t.setTimeout(120_000)

const zone = 'Europe/Moscow'
const nobody = async () => {}

t.test('the federal coordinator sees every seal, the newest first, and takes them away', async t => {
  const office = await openOffice(t)
  const { db } = office
  t.match((await office.get('federal', '/seals')).text, /Печатей ещё нет/)
  await makeSeals(db, zone, '2022-09-29T21:00:00.000Z', nobody)
  await makeSeals(db, zone, '2022-10-02T09:00:00.000Z', nobody)
  await office.at('2022-10-02T10:00:00.000Z')

  const { status, seals, next } = await office.get('federal', '/api/seals?limit=2')
  t.equal(status, 200)
  t.match(seals, [{ day: '2022-10-01' }, { day: '2022-09-30' }])
  t.equal(next, '2022-09-30')
  t.match(await office.get('federal', `/api/seals?limit=2&after=${next}`), {
    seals: [{ day: '2022-09-29', at: '2022-09-29T21:00:00.000Z' }, { day: '2022-09-28' }],
    next: null,
  })

  const page = await office.get('federal', '/seals')
  t.match(page.text, /поставлена позже, сегодня,\s12:00: в\sполночь программа не\sработала/)
  t.match(page.text, /поставлена 30\sсентября, 00:00/)
  t.match(page.text, /href="\/seals\/2022-10-01" download/)
  const part = await office.get('federal', '/seals?limit=1&after=2022-10-01')
  t.match(part.text, /href="\/seals\?after=2022-09-30"/)
  t.match(part.text, /href="\/seals"[^>]*><span>К\sпоследней/)
  t.notMatch(part.text, /2022-10-01" download/)

  const file = await office.app.inject({
    url: '/seals/2022-10-01',
    headers: { cookie: await office.cookieOf('federal') },
  })
  const kept = await readSeal(db, '2022-10-01')
  t.equal(file.body, kept && sealText(kept), 'the very file that lies in the data folder')
  t.match(file.headers, {
    'content-disposition': 'attachment; filename="2022-10-01.json"',
    'cache-control': 'no-store',
  })
  t.same(readCopy(file.body), kept)
  t.match(await office.get('federal', '/api/seals/2022-10-01'), {
    day: '2022-10-01',
    hash: kept?.hash,
    heads: kept?.heads.map(([root, n, head]) => ({ root, n, head })),
  })
})

t.test('seals are the federal coordinator’s; a day without one and no day at all are told', async t => {
  const office = await openOffice(t)
  await makeSeals(office.db, zone, '2022-09-29T21:00:00.000Z', nobody)
  for (const name of ['regional-smolensk', 'municipal-smolensk', 'curator-gymnasium-1', 'school-21-head'])
    for (const path of ['/seals', '/api/seals', '/seals/2022-09-29', '/api/seals/2022-09-29'])
      t.equal((await office.get(name, path)).status, 403, `${name} ${path}`)
  for (const path of ['/seals', '/api/seals']) {
    t.equal((await office.get('federal', `${path}/2022-10-01`)).status, 404, path)
    t.equal((await office.get('federal', `${path}/2022-02-30`)).status, 422, path)
  }
  t.match((await office.get('federal', '/')).text, /href="\/seals"/)
  t.notMatch((await office.get('school-21-head', '/')).text, /href="\/seals"/)
})
