import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { checkDefinitionCommand } from '../../../src/features/cycles/check-definition.ts'
import {
  checkDefinition,
  checkDemo,
  loadDemo,
  loadSeason,
  readText,
  type SpokenFault,
} from '../../../src/features/cycles/definition.ts'
import type { Lang } from '../../../src/words/lang.ts'
import { type Edit, faultyEdits } from '../../fixtures/definitions/faulty-edits.ts'

const folder = join(import.meta.dirname, '../../../workflows/seasons/500plus-2022')
const calendars = join(folder, '../../calendars')
const fixtures = join(import.meta.dirname, '../../fixtures/definitions')

t.test('the season of 2022 is whole: its stages, package, forms, factors and settings', async t => {
  const season = loadSeason(folder)
  t.same(
    season.stages.map(stage => [stage.id, stage.deadline, stage.obligations]),
    [
      ['pairing', null, ['signIn']],
      ['exchange', '2022-10-07', ['package']],
      ['meeting', '2022-10-21', ['review', 'meeting', 'recommendations']],
      ['upload', '2022-11-01', ['finalFile']],
    ],
  )
  t.same(
    season.package.map(slot => [slot.id, slot.scored, slot.count]),
    [
      ['risk-profile', false, 'one'],
      ['development-concept', true, 'one'],
      ['midterm-programme', true, 'one'],
      ['antirisk-programme', true, 'eachRisk'],
    ],
  )
  t.same(
    season.criteria.forms.map(form => form.criteria.length),
    [3, 3, 6],
  )
  t.equal(season.riskFactors.list, 'factors-2022')
  t.equal(season.riskFactors.factors[3]?.name.ru, 'Риски низкой адаптивности учебного процесса')
  t.same(season.review.comment, { requiredFor: [0, 1, 'notApplicable'], askedFor: [2] })
  t.equal(season.workingDays.heldDuty, 5)
  t.equal(season.calendar.id, 'ru')
  t.same(season.calendar.knownYears, [2021, 2022, 2023, 2024, 2025, 2026])
})

t.test('a season is frozen to its leaves, and is plain JSON', async t => {
  const season = loadSeason(folder)
  t.throws(() => Object.assign(season.stages[1] ?? {}, { deadline: '2022-10-17' }), TypeError)
  t.ok(Object.isFrozen(season.criteria.forms[0]?.criteria[0]?.text))
  t.same(JSON.parse(JSON.stringify(season)), season)
})

t.test('the demo holds the real pair, the real group of three, and one school without a curator', async t => {
  const demo = loadDemo(folder)
  t.same(
    demo.groups.map(group => group.seats),
    [
      ['school-21', 'priirtyshskaya'],
      ['school-36', 'school-40', 'taychinskaya'],
    ],
  )
  t.same(
    demo.schools.map(school => [school.id, school.zone]),
    [
      ['school-21', 'Europe/Moscow'],
      ['priirtyshskaya', 'Asia/Yekaterinburg'],
      ['school-36', 'Europe/Moscow'],
      ['school-40', 'Europe/Moscow'],
      ['taychinskaya', 'Asia/Omsk'],
    ],
  )
  t.same(
    demo.schools.filter(school => school.curator === null).map(school => school.id),
    ['taychinskaya'],
  )
  const real = demo.schools.filter(school => !school.riskProfile.sample)
  t.same(
    real.map(school => Object.values(school.riskProfile.significance).join(' ')),
    ['medium high medium low low low low low low medium'],
    'only school 21 has its own profile',
  )
})

t.test('the anonymous sample screen is attached to no named school', async t => {
  const screen = 'high low high high low high medium medium high medium'
  for (const school of loadDemo(folder).schools) {
    t.not(Object.values(school.riskProfile.significance).join(' '), screen, school.id)
  }
})

for (const [history, edit] of Object.entries(faultyEdits)) {
  t.test(history, async t => {
    const { faults, expected } = broken(edit, 'ru')
    const spot = faults.find(fault => edit.ru.test(fault.message))
    t.ok(spot, 'the fault is told in Russian')
    if (!spot) t.comment(JSON.stringify(faults))
    t.ok(
      broken(edit, 'en').faults.some(fault => edit.en.test(fault.message)),
      'and in English',
    )
    if (expected) t.same({ file: spot?.file, line: spot?.line, column: spot?.column }, expected)
    t.equal(faults.length, 1 + (edit.others ?? 0), 'and no fault is told that is not there')
  })
}

t.test('demo people have addresses under example.org alone, and known curators', async t => {
  const told = (from: string, to: string) => {
    const checked = checkDemo({ entry: join(folder, 'demo.yaml'), read: editing('demo.yaml', from, to) })
    return 'faults' in checked ? checked.faults.map(fault => `${fault.line} ${fault.message}`).join('\n') : ''
  }
  t.match(told('head@school-21.example.org', 'head@school-21.ru'), /не под example\.org/)
  t.match(told('curator: curator-tobolsk', 'curator: curator-x'), /Имени «curator-x» в примере нет/)
  t.match(told('seats: [school-21, priirtyshskaya]', 'seats: [school-21]'), /Оставьте две или три/)
  t.match(told('seats: [school-21, priirtyshskaya]', 'seats: [school-21, school-36]'), /«school-36» уже есть выше/)
  t.match(told(', 10: medium }', ' }'), /Значимость нужна каждому фактору/)
  t.match(told('      sample: true\n', '      sample: false\n'), /укажите source или sample: true/)
  t.equal(told('', ''), '')
})

t.test('the command tells every fault as file:line:column and a sentence, and answers 2', async t => {
  const lines: string[] = []
  const path = join(fixtures, 'many-faults')
  t.equal(await checkDefinitionCommand(path, line => lines.push(line)), 2)
  t.equal(lines.length, 8)
  for (const line of lines) t.match(line, /^.+season\.yaml:\d+:\d+ [А-ЯЁ«].+/)
  t.match(lines.join('\n'), /season\.yaml:31:15 Срок «meeting» 2022-10-06 не позже срока «exchange»/)
  const english: string[] = []
  t.equal(await checkDefinitionCommand(join(path, 'season.yaml'), line => english.push(line), 'en'), 2)
  for (const line of english) t.notMatch(line.replace(/[^ ]+yaml/g, ''), /[а-яё]/i)
})

t.test('the command reads what cannot be read as YAML, what is empty and what is not there', async t => {
  const folder = t.testdir({
    'syntax.yaml': 'kind: season\nname:\n\tru: "Сезон"\n',
    'empty.yaml': '',
    'kind.yaml': 'kind: sezon\n',
  })
  for (const [path, line, message] of [
    [join(folder, 'syntax.yaml'), 3, /табуляцией/],
    [join(folder, 'empty.yaml'), 1, /В файле нужно: поля: kind, id/],
    [join(folder, 'kind.yaml'), 1, /Рода «sezon» нет: назовите один из season, criteria/],
    [join(folder, 'absent.yaml'), 1, /нет: положите его туда/],
  ] as const) {
    const lines: string[] = []
    t.equal(await checkDefinitionCommand(path, said => lines.push(said)), 2)
    t.match(lines[0], new RegExp(`:${line}:\\d+ .*${message.source}`))
  }
})

t.test('the command finds nothing wrong with any file of the product, and answers 0', async t => {
  const files = ['', 'season.yaml', 'criteria.yaml', 'risk-factors.yaml', 'demo.yaml'].map(file => join(folder, file))
  for (const path of [...files, join(calendars, 'ru.yaml')]) {
    const lines: string[] = []
    t.equal(await checkDefinitionCommand(path, line => lines.push(line)), 0, path)
    t.match(lines.join('\n'), /: всё в порядке$/)
  }
})

t.test('a season that cannot be used is not loaded', async t => {
  t.throws(() => loadSeason(join(fixtures, 'many-faults')), /cannot be used:\n.*season\.yaml:/)
})

t.test(
  'whatever line is lost or garbled, the check answers with faults inside the file, never with an exception',
  async () => {
    const file = 'season.yaml'
    const lines = readFileSync(join(folder, file), 'utf8').split('\n')
    const change = fc.constantFrom(
      (_line: string) => [],
      (line: string) => [`${line}x`],
      (line: string) => [line.replace(/:.*/, ': 7')],
      (line: string) => [` ${line}`],
      (line: string) => [line.replace(/["\]}]/, '')],
      (line: string) => [line, line],
    )
    fc.assert(
      fc.property(fc.nat({ max: lines.length - 1 }), change, (n, changed) => {
        const text = [...lines.slice(0, n), ...changed(lines[n] ?? ''), ...lines.slice(n + 1)].join('\n')
        const read = (path: string) => (path.endsWith(file) ? text : readText(path))
        const checked = checkDefinition({ entry: join(folder, file), read })
        if (!('faults' in checked)) return checked.definition.stages.length > 0
        return (
          checked.faults.length > 0 &&
          checked.faults.every(fault => fault.line >= 1 && fault.column >= 1 && fault.message.length > 10)
        )
      }),
      { numRuns: 400 },
    )
  },
)

function broken(edit: Edit, language: Lang): { faults: readonly SpokenFault[]; expected: Place | null } {
  const checked = checkDefinition(
    { entry: join(folder, 'season.yaml'), read: editing(edit.file, edit.from, edit.to.replace('▸', '')) },
    language,
  )
  return { faults: 'faults' in checked ? checked.faults : [], expected: placeOf(edit) }
}

/** The files of the season with one text put for another in one of them. */
function editing(file: string, from: string, to: string) {
  return (path: string) => {
    const text = readText(path)
    if (text === null || !path.endsWith(`/${file}`)) return text
    if (!text.includes(from)) throw new Error(`${file} does not hold: ${from}`)
    return text.replace(from, () => to)
  }
}

type Place = { file: string; line: number; column: number }

function placeOf({ file, from, to, at, in: where = file }: Edit): Place | null {
  if (at === '') return null
  const path = where === 'ru.yaml' ? join(calendars, where) : join(folder, where)
  const text = editing(file, from, to.replace('▸', ''))(path) ?? ''
  const marked = at ?? to
  const start = at === undefined ? (readText(path) ?? '').indexOf(from) : text.indexOf(at.replace('▸', ''))
  const before = text.slice(0, start + marked.indexOf('▸')).split('\n')
  return { file: path, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
