import Type from 'typebox'
import {
  date,
  dateOrNull,
  fields,
  hour,
  id,
  listOf,
  mapOf,
  monthDay,
  oneOf,
  path,
  text,
  textOrNull,
  whole,
  words,
  yes,
  zone,
} from './definition-leaves.ts'

const source = listOf(text, 1)
const significance = oneOf('high', 'medium', 'low')
const score = Type.Unsafe<number | 'notApplicable'>({
  type: ['integer', 'string'],
  expects: { ru: 'балл шкалы или notApplicable', en: 'a score of the scale, or notApplicable' },
})
const rungs = listOf(
  fields({
    days: whole(-60, 60),
    to: listOf(oneOf('school', 'curator', 'municipalCoordinator', 'regionalCoordinator'), 1),
  }),
)

/** `season.yaml`: the season, and the names of the files it uses, as they lie from its folder. */
export const SeasonFile = fields({
  kind: oneOf('season'),
  id,
  name: words,
  source,
  criteria: path,
  riskFactors: fields({ file: path, list: id }),
  calendar: path,
  zone,
  closes: dateOrNull,
  stages: listOf(
    fields({
      id,
      name: words,
      deadline: dateOrNull,
      obligations: listOf(oneOf('signIn', 'package', 'review', 'meeting', 'recommendations', 'finalFile')),
    }),
    1,
  ),
  package: listOf(fields({ id, name: words, required: yes, scored: yes, count: oneOf('one', 'eachRisk') }), 1),
  steps: listOf(words),
  review: fields({
    seal: yes,
    curatorVerdict: yes,
    comment: fields({ requiredFor: listOf(score), askedFor: listOf(score) }),
  }),
  workingDays: fields({
    heldDuty: whole(1, 60),
    signIn: whole(1, 60),
    packageReturn: whole(1, 60),
    finalFileReturn: whole(1, 60),
    minutesSilence: whole(1, 60),
    rebase: whole(1, 60),
    earliestMove: whole(1, 60),
    partnerSilence: whole(1, 60),
  }),
  closingNotice: listOf(whole(1, 60)),
  letters: fields({
    sendAt: hour,
    quiet: fields({ from: hour, to: hour }),
    ladder: rungs,
    ladders: fields({
      signIn: Type.Optional(rungs),
      package: Type.Optional(rungs),
      review: Type.Optional(rungs),
      meeting: Type.Optional(rungs),
      recommendations: Type.Optional(rungs),
      finalFile: Type.Optional(rungs),
    }),
  }),
})

/** `criteria.yaml`: the scale and the scoring forms. */
export const CriteriaFile = fields({
  kind: oneOf('criteria'),
  id,
  source,
  scale: fields({
    values: listOf(fields({ score: whole(0, 100), name: words }), 1),
    notApplicable: Type.Optional(fields({ sign: text, name: words })),
  }),
  forms: listOf(
    fields({
      document: id,
      name: words,
      repeatedFor: Type.Optional(oneOf('eachProgramme')),
      heading: Type.Optional(words),
      criteria: listOf(
        fields({ id, text: words, appliesWhen: Type.Optional(fields({ profileHas: significance })) }),
        1,
      ),
    }),
    1,
  ),
  closingQuestions: listOf(fields({ id, per: oneOf('review', 'form'), private: yes, required: yes, text: words })),
})

/** `risk-factors.yaml`: the levels of significance and the lists of factors, by season. */
export const RiskFactorsFile = fields({
  kind: oneOf('riskFactors'),
  id,
  source,
  significance: listOf(fields({ id: significance, name: words, action: words }), 1),
  lists: listOf(
    fields({ id, year: whole(2000, 2100), factors: listOf(fields({ number: whole(1, 99), name: words }), 1) }),
    1,
  ),
})

const range = fields({ from: date, to: date })

const years = mapOf(
  '^\\d{4}$',
  fields({ decree: textOrNull, moved: listOf(range), extraDaysOff: listOf(range) }),
  'годы вида 2022',
  'years like 2022',
)
const byRegion = <Item extends Type.TSchema>(item: Item) => mapOf('\\S', item, 'названия регионов', 'names of regions')
const daysOff = {
  regions: Type.Optional(byRegion(listOf(date))),
  schoolHolidays: Type.Optional(
    fields({ enabled: yes, ranges: listOf(range), regions: Type.Optional(byRegion(listOf(range))) }),
  ),
}

/** `calendars/*.yaml`: the working days of a country. */
export const CalendarFile = fields({
  kind: oneOf('calendar'),
  id,
  name: words,
  holidays: listOf(monthDay),
  moveHolidaysOnDayOff: yes,
  notMovedByRule: listOf(monthDay),
  years,
  ...daysOff,
})

/** `working-days.yaml` of an installation: what its operator adds to a calendar, or puts in place of what stands there. */
export const WorkingDaysFile = fields({
  kind: oneOf('workingDays'),
  calendar: id,
  years: Type.Optional(years),
  ...daysOff,
})

const person = { id, name: text, email: text }

/** `demo.yaml`: the schools, people and groups of the demo. */
export const DemoFile = fields({
  kind: oneOf('demo'),
  season: path,
  closes: date,
  schools: listOf(
    fields({
      id,
      name: text,
      shortName: text,
      region: text,
      municipality: text,
      locality: oneOf('city', 'town', 'village'),
      zone,
      workingWeek: Type.Unsafe<5 | 6>({ enum: [5, 6], expects: { ru: 'число 5 или 6', en: 'the number 5 or 6' } }),
      students: fields({ number: whole(1, 10_000), sample: yes }),
      riskProfile: fields({
        sample: yes,
        source: Type.Optional(text),
        significance: mapOf('^[1-9]\\d?$', significance, 'номера факторов', "factors' numbers"),
      }),
      curator: textOrNull,
      members: listOf(fields({ ...person, role: oneOf('head', 'schoolCoordinator', 'helper') }), 1),
    }),
    1,
  ),
  curators: listOf(fields({ ...person, worksAt: textOrNull })),
  municipalCoordinators: listOf(fields({ ...person, region: text, municipality: text })),
  regionalCoordinators: listOf(fields({ ...person, region: text })),
  federalCoordinators: listOf(fields(person), 1),
  groups: listOf(fields({ id, source: text, seats: listOf(id, 1) })),
})

export type SeasonFile = Type.Static<typeof SeasonFile>
export type CriteriaFile = Type.Static<typeof CriteriaFile>
export type RiskFactorsFile = Type.Static<typeof RiskFactorsFile>
export type CalendarFile = Type.Static<typeof CalendarFile>
export type WorkingDaysFile = Type.Static<typeof WorkingDaysFile>
export type DemoFile = Type.Static<typeof DemoFile>
