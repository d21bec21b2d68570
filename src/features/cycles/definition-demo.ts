import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { DemoFile } from './definition-schema.ts'
import type { Fault, Path, Sheet } from './definition-sheet.ts'
import { twice, unknownZone, unrealDate } from './definition-values.ts'

/** What a demo example says that does not hold together, or does not fit its season. */
export function demoFaults(sheet: Sheet, demo: DemoFile, season: SeasonDefinition): Fault[] {
  const schools = demo.schools.map(school => school.id)
  const curators = demo.curators.map(curator => curator.id)
  const people = peopleOf(demo)
  return [
    ...unrealDate(sheet, ['closes'], demo.closes),
    ...twice(sheet, n => ['schools', n, 'id'], schools),
    ...twice(
      sheet,
      n => ['groups', n, 'id'],
      demo.groups.map(group => group.id),
    ),
    ...twice(
      sheet,
      n => people[n]?.path ?? [],
      people.map(person => person.id),
    ),
    ...people.flatMap(person => addressFaults(sheet, person)),
    ...demo.schools.flatMap((school, n) => [
      ...unknownZone(sheet, ['schools', n, 'zone'], school.zone),
      ...unknownName(sheet, ['schools', n, 'curator'], school.curator, curators),
      ...profileFaults(sheet, ['schools', n, 'riskProfile'], school.riskProfile, season),
    ]),
    ...demo.curators.flatMap((curator, n) => unknownName(sheet, ['curators', n, 'worksAt'], curator.worksAt, schools)),
    ...demo.groups.flatMap((group, n) => [
      ...group.seats.flatMap((seat, m) => unknownName(sheet, ['groups', n, 'seats', m], seat, schools)),
      ...groupSizeFaults(sheet, ['groups', n, 'seats'], group.seats.length),
    ]),
    ...seatedTwice(sheet, demo),
  ]
}

type Person = { id: string; email: string; path: Path }

function peopleOf(demo: DemoFile): Person[] {
  const listed = (
    ['curators', 'municipalCoordinators', 'regionalCoordinators', 'federalCoordinators'] as const
  ).flatMap(list => demo[list].map(({ id, email }, n): Person => ({ id, email, path: [list, n, 'id'] })))
  const members = demo.schools.flatMap((school, n) =>
    school.members.map(({ id, email }, m): Person => ({ id, email, path: ['schools', n, 'members', m, 'id'] })),
  )
  return [...members, ...listed]
}

function addressFaults(sheet: Sheet, { email, path }: Person): Fault[] {
  if (/^[a-z0-9.-]+@([a-z0-9-]+\.)*example\.org$/.test(email)) return []
  return [
    sheet.fault(
      [...path.slice(0, -1), 'email'],
      `Адрес «${email}» не под example.org: людям примера писать нельзя, дайте адрес под example.org`,
      `The address “${email}” is not under example.org: nobody may be written to from a demo, give one under example.org`,
    ),
  ]
}

function unknownName(sheet: Sheet, path: Path, name: string | null, names: readonly string[]): Fault[] {
  if (name === null || names.includes(name)) return []
  return [
    sheet.fault(
      path,
      `Имени «${name}» в примере нет: назовите одно из ${names.join(', ')}`,
      `The example has no “${name}”: name one of ${names.join(', ')}`,
    ),
  ]
}

function profileFaults(
  sheet: Sheet,
  path: Path,
  profile: DemoFile['schools'][number]['riskProfile'],
  { riskFactors }: SeasonDefinition,
): Fault[] {
  const wanted = riskFactors.factors.map(factor => String(factor.number))
  const given = Object.keys(profile.significance)
  const numbers = wanted.every(number => given.includes(number)) && wanted.length === given.length
  return [
    ...(numbers
      ? []
      : [
          sheet.fault(
            [...path, 'significance'],
            `Значимость нужна каждому фактору списка ${riskFactors.list}: ${wanted.join(', ')}`,
            `Every factor of the list ${riskFactors.list} needs a significance: ${wanted.join(', ')}`,
          ),
        ]),
    ...(profile.sample === (profile.source === undefined)
      ? []
      : [
          sheet.fault(
            path,
            'Профиль либо образец (sample: true), либо взят из источника: укажите source или sample: true',
            'A profile is either a sample (sample: true) or from a source: give source, or sample: true',
          ),
        ]),
  ]
}

function groupSizeFaults(sheet: Sheet, path: Path, size: number): Fault[] {
  if (size === 2 || size === 3) return []
  return [
    sheet.fault(
      path,
      `В группе школ: ${size}. Оставьте две или три`,
      `The group has this many schools: ${size}. Keep two or three`,
    ),
  ]
}

function seatedTwice(sheet: Sheet, demo: DemoFile): Fault[] {
  const seats = demo.groups.flatMap((group, n) =>
    group.seats.map((school, m) => ({ school, path: ['groups', n, 'seats', m] })),
  )
  return twice(
    sheet,
    n => seats[n]?.path ?? [],
    seats.map(seat => seat.school),
  )
}
