import { mkdir, readFile, writeFile } from 'node:fs/promises'
import t from 'tap'
import { sampleFacts } from '../../../src/letters/compose/sample-facts.ts'
import { samplesOf } from '../../../src/letters/compose/samples.ts'
import { ownTexts, templateNames } from '../../../src/letters/compose/templates.ts'
import { writeLetter } from '../../../src/letters/compose/write.ts'
import type { Composed } from '../../../src/letters/types.ts'
import { demoSeason, loadSeasons } from '../../../src/seasons.ts'
import { LANGS, type Lang } from '../../../src/words/index.ts'

/** 09:12 in Moscow, three days before the first deadline of the season of 2022. */
const at = '2022-10-04T06:12:00.000Z'
const folder = new URL('samples', import.meta.url).pathname

const season = (() => {
  const found = loadSeasons().get(demoSeason)
  if (found === undefined) throw new Error('The season of 2022 is not here')
  return found
})()

const letters = (lang: Lang, name: string): { name: string; letter: Composed }[] => {
  const facts = sampleFacts(lang, season)
  const desk = { publicUrl: 'https://vzaimo.example.org', from: 'vzaimo@example.org', facts, templates: ownTexts, at }
  return samplesOf(lang, name, season, at).map(({ name: each, draft }) => ({
    name: each,
    letter: writeLetter(desk, draft),
  }))
}

const shown = (name: string, { subject, text, next, calendar }: Composed): string =>
  [
    `#### ${name}`,
    `# ${subject}`,
    `# → ${next}${calendar === null ? '' : ` + .ics ${calendar.method}`}`,
    '',
    text,
  ].join('\n')

/** The duties of one act stand in one file, whoever reads. */
const fileOf = (lang: Lang, name: string) => `${name.split('.').slice(0, 2).join('.')}.${lang}.txt`

const allOf = (lang: Lang): Map<string, string> =>
  new Map(
    [...Map.groupBy(templateNames, name => fileOf(lang, name))].map(([file, names]) => [
      file,
      names
        .flatMap(name => letters(lang, name).map(({ name: each, letter }) => shown(`${name}, ${each}`, letter)))
        .join('\n'),
    ]),
  )

t.test('every letter reads as its golden sample, which a person has read', async t => {
  await mkdir(folder, { recursive: true })
  for (const lang of LANGS)
    for (const [file, text] of allOf(lang)) {
      if (process.env.WRITE_SAMPLES) await writeFile(`${folder}/${file}`, text)
      t.equal(text, await readFile(`${folder}/${file}`, 'utf8'), file)
    }
})
