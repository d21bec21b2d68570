import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { rungs, sent, signedIn, small } from './fixtures/small-season.ts'
import { isWorked, workingDaysAfter } from './oracle/days.ts'
import { expectedOf } from './oracle/expected.ts'

const folder = path.join(import.meta.dirname, 'oracle')

t.test('the oracle imports nothing but its own files', async t => {
  for (const file of readdirSync(folder)) {
    const text = readFileSync(path.join(folder, file), 'utf8')
    const imported = [...text.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, name]) => name)
    t.same(
      imported.filter(name => !/^\.\/[a-z-]+\.ts$/.test(name ?? '')),
      [],
      file,
    )
    t.notMatch(text, /\brequire\(|\bprocess\.|readFile\(|\bimport\(/, `${file} reads nothing`)
  }
})

t.test('the working days of autumn 2022', async t => {
  t.notOk(isWorked('2022-11-04', 5))
  t.notOk(isWorked('2022-11-04', 6))
  t.ok(isWorked('2022-11-03', 5))
  t.ok(isWorked('2022-11-05', 6), 'a Saturday')
  t.notOk(isWorked('2022-11-05', 5))
  t.equal(workingDaysAfter('2022-11-01', 3, 5), '2022-11-07')
  t.equal(workingDaysAfter('2022-11-01', 3, 6), '2022-11-05')
  t.throws(() => isWorked('2023-01-02', 5), 'what was not written out by hand is not known')
})

t.test('nobody does anything: the whole ladder of a package, each by the reader’s own clock and week', async t => {
  t.same(rungs(small(), 'duty/1/package'), [
    'near head -7 2022-09-30T06:00',
    'near head -3 2022-10-04T06:00',
    'near head -1 2022-10-06T06:00',
    'near head 0 2022-10-07T06:00',
    'near head 1 2022-10-10T06:00',
    'near curator 1 2022-10-10T06:00',
    'near municipal 3 2022-10-10T06:00',
    'near regional 7 2022-10-14T06:00',
  ])
  t.same(
    rungs(small(), 'duty/2/package').filter(line => line.includes(' 1 ')),
    ['far head 1 2022-10-07T21:00', 'far curator 1 2022-10-09T21:00'],
    'a school of six days reads on Saturday, its curator on Monday',
  )
})

t.test('signing in is owed three working days after the publication, with rungs of its own', async t => {
  // In Kamchatka, where Saturdays are worked, that would be 1 October: the latest of the table's days counts.
  t.same(rungs(small(), 'duty/1/signIn'), [
    'near head -1 2022-09-30T06:00',
    'near head 0 2022-10-03T06:00',
    'near head 1 2022-10-04T06:00',
    'near curator 1 2022-10-04T06:00',
    'near municipal 3 2022-10-06T06:00',
    'near regional 7 2022-10-10T06:00',
  ])
  t.same(rungs(small([signedIn(1)]), 'duty/1/signIn'), [], 'who has come is not reminded')
})

t.test('what waits for a partner has no rungs, and then at least five working days', async t => {
  t.same(rungs(small(), 'duty/1/review/2'), [])
  const late = small([sent(2, '2022-10-19T08:30:00.000Z')])
  t.same(
    rungs(late, 'duty/1/review/2').slice(0, 4),
    [
      'near head -3 2022-10-21T06:00',
      'near head -1 2022-10-25T06:00',
      'near head 0 2022-10-26T06:00',
      'near head 1 2022-10-27T06:00',
    ],
    'until 26 October; the rung of the 19th lay before it was owed',
  )
})

t.test('a date that moves takes its rungs along; an earlier instant is not made up for', async t => {
  const moved = small([{ type: 'moveDates', at: '2022-10-06T08:30:00.000Z', dates: { exchange: '2022-10-12' } }])
  t.same(rungs(moved, 'duty/1/package').slice(0, 7), [
    'near head -7 2022-09-30T06:00',
    'near head -3 2022-10-04T06:00',
    'near head -1 2022-10-06T06:00',
    'near head -3 2022-10-07T06:00',
    'near head -1 2022-10-11T06:00',
    'near head 0 2022-10-12T06:00',
    'near head 1 2022-10-13T06:00',
  ])
  const longer = small([
    { type: 'extend', table: 'pair', duty: 'duty/1/package', date: '2022-10-10', at: '2022-10-07T08:30:00.000Z' },
  ])
  t.same(
    rungs(longer, 'duty/1/package').slice(3, 6),
    ['near head 0 2022-10-07T06:00', 'near head 0 2022-10-10T06:00', 'near head 1 2022-10-11T06:00'],
    'its −3 and −1 lay before the extension',
  )
  t.same(rungs(longer, 'duty/2/package'), rungs(small(), 'duty/2/package'), 'the partner’s own date stays')
})

t.test('who is at the partner’s school, or not there at all, is passed over for whoever stands above', async t => {
  const { posts } = small()
  const without = small([], { posts: posts.filter(({ person }) => person !== 'near curator') })
  t.same(
    rungs(without, 'duty/1/package').filter(line => line.includes('2022-10-10')),
    ['near head 1 2022-10-10T06:00', 'near municipal 3 2022-10-10T06:00'],
    'the third day’s rung speaks for both',
  )
  const beside = small([], {
    posts: posts.map(post => (post.person === 'far curator' ? { ...post, worksAt: ['near'] } : post)),
  })
  t.same(
    rungs(beside, 'duty/2/package').filter(line => line.includes(' 1 ')),
    ['far head 1 2022-10-07T21:00'],
    'the municipality’s first rung is folded into its own',
  )
})

t.test('who comes in another’s place gets what is due from then on, and the other nothing more', async t => {
  const at = '2022-10-05T08:30:00.000Z'
  const { posts } = small()
  const old = posts.find(({ person }) => person === 'near head')
  if (old === undefined) throw new Error('there is a head')
  const replaced = small([], {
    posts: [
      ...posts.filter(post => post !== old),
      { ...old, until: at },
      { ...old, person: 'new head', from: at, instead: 'near head' },
    ],
  })
  t.same(
    rungs(replaced, 'duty/1/package').filter(line => line.includes('head')),
    [
      'near head -7 2022-09-30T06:00',
      'near head -3 2022-10-04T06:00',
      'new head -1 2022-10-06T06:00',
      'new head 0 2022-10-07T06:00',
      'new head 1 2022-10-10T06:00',
    ],
  )
})

t.test(
  'after the mail server was away the last of what was missed goes, as soon as its reader may be written to',
  async t => {
    const away = small([], { outages: [{ from: '2022-10-06T00:00:00.000Z', to: '2022-10-07T10:00:00.000Z' }] })
    t.same(
      rungs(away, 'duty/1/package').slice(1, 4),
      ['near head -3 2022-10-04T06:00', 'near head 0 2022-10-07T10:00', 'near head 1 2022-10-10T06:00'],
      'in the afternoon of that very day',
    )
    t.same(
      rungs(away, 'duty/2/package')
        .filter(line => line.startsWith('far head'))
        .slice(3),
      ['far head 1 2022-10-07T21:00'],
      'in Kamchatka it was night by then, and the next morning the day was over',
    )
  },
)

t.test('a school that left owes nothing, and nothing is owed to it', async t => {
  const left = small([
    sent(2, '2022-10-04T08:30:00.000Z'),
    { type: 'withdraw', table: 'pair', seat: 2, at: '2022-10-05T08:30:00.000Z' },
  ])
  t.same(rungs(left, 'duty/1/review/2'), [])
  t.same(rungs(left, 'duty/1/package').length, rungs(small(), 'duty/1/package').length, 'its own package it still owes')
  t.same(
    expectedOf(left)
      .filter(({ kind }) => kind === 'schoolLeft')
      .map(({ person }) => person)
      .toSorted(),
    ['far curator', 'far head', 'near curator', 'near head'],
  )
})
