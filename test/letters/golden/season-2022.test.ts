import { readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { letterRules } from '../../../src/letters/rules-of.ts'
import { season } from './cast.ts'
import { goldenTable } from './table.ts'

const file = new URL('2022.txt', import.meta.url)

// `node test/letters/golden/season-2022.test.ts --write` writes the table anew, to be reviewed by eye before it is kept.
if (process.argv.includes('--write')) writeFileSync(file, goldenTable(letterRules(season)))

t.test('person × date → letters of the season of 2022 is the table that was reviewed by hand', async t => {
  const kept = readFileSync(file, 'utf8').split('\n')
  const made = goldenTable(letterRules(season)).split('\n')
  const first = made.findIndex((line, index) => line !== kept[index])
  t.equal(made[first], kept[first], first === -1 ? `${made.length} lines` : `line ${first + 1}`)
  t.equal(made.length, kept.length)
})
