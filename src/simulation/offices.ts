import { rootKey } from '../../workflows/keys.ts'
import { between } from './chance.ts'
import type { School } from './country.ts'
import { illnessOf, officialAt } from './habits.ts'
import { dateAt, instantOf, plusDays } from './own-days.ts'
import { ownDuties } from './own-duties.ts'
import { putTogether } from './put-together.ts'
import { seeMinutes } from './see-minutes.ts'
import { othersOf, present, type Seat, type Table } from './table.ts'
import { act, nearestOfficial, type World } from './world.ts'

const text = (about: string) => ({ reason: `Проверочный текст: ${about}` })

const soon = (world: World, school: School, about: string, date: string): string => {
  const person = nearestOfficial(world, school)
  const morning = instantOf(date, 0, person.hours)
  return officialAt(world.chance, world.by.days, person, `${about} ${school.n}`, morning, 0, 2)
}

const placeOf = (world: World, school: School): { table: Table; seat: Seat } => {
  const place = world.places.get(school.id)
  if (place === undefined) throw new Error('The school sits nowhere')
  return place
}

/** Whose people are ill gets more time for what they owe now (rules 5). */
const extend = async (world: World, school: School, at: string): Promise<void> => {
  const { table, seat } = placeOf(world, school)
  const illness = illnessOf(world.chance, school)
  const duties = ownDuties(world.by, table).filter(duty => duty.seat === seat.seat && duty.act !== 'meeting')
  const duty = duties.find(({ stand }) => stand.is === 'owed')
  if (duty === undefined || illness === null || table.ended) return
  const date = plusDays(illness.to, 4)
  const command = { key: duty.key, event: { type: 'duty.extend', date }, texts: text('болезнь') }
  const taken = await act(world, table.name, {
    root: table.root,
    at,
    person: nearestOfficial(world, school),
    ...command,
  })
  if (taken) seat.extensions.set(duty.key, date)
  world.changed(table, at)
}

/** The school's coordinator sends what came by e-mail (rules 12). */
const sendFor = async (world: World, school: School, at: string): Promise<void> => {
  const { table, seat } = placeOf(world, school)
  if (seat.sentAt !== null || table.ended) return
  const said = {
    key: `seat/${seat.seat}`,
    event: { type: 'package.send' },
    texts: { behalf: 'Проверочный текст: по почте' },
  }
  const taken = await act(world, table.name, { root: table.root, at, person: nearestOfficial(world, school), ...said })
  if (taken) Object.assign(seat, { sentAt: at, lastSentAt: at })
  world.changed(table, at)
}

/** The pair of a school that stays silent is closed in favour of the other one (rules 3). */
const closeOneSided = async (world: World, school: School, at: string): Promise<void> => {
  const { table, seat } = placeOf(world, school)
  const [willing, ...more] = othersOf(table, seat.seat)
  const isIdle = seat.sentAt !== null || willing?.sentAt == null || willing.standing !== 'seated'
  if (willing === undefined || more.length > 0 || table.ended || isIdle) return
  const event = { type: 'partnership.closeOneSided', seat: willing.seat }
  const said = { key: rootKey, event, texts: text('школа молчит') }
  const taken = await act(world, table.name, { root: table.root, at, person: nearestOfficial(world, school), ...said })
  if (taken) Object.assign(willing, { standing: 'settled', since: at })
  world.changed(table, at)
}

const withdraw = async (world: World, school: School, at: string): Promise<void> => {
  const { table, seat } = placeOf(world, school)
  if (seat.standing === 'withdrawn' || table.ended) return
  const said = { key: rootKey, event: { type: 'partnership.withdraw', seat: seat.seat }, texts: text('школа закрыта') }
  const taken = await act(world, table.name, { root: table.root, at, person: nearestOfficial(world, school), ...said })
  if (!taken) return
  Object.assign(seat, { standing: 'withdrawn', since: at })
  await seeMinutes(world, at)
  world.changed(table, at)
  const [left, ...more] = present(table)
  if (left === undefined || more.length > 0 || left.standing !== 'seated') return
  const when = officialAt(world.chance, world.by.days, world.country.federal, `anew ${school.n}`, at, 1, 3)
  const does = () => putTogether(world, left.school, { table, seat: left }, when)
  world.agenda.add({ at: when, root: '', alone: true, does })
}

type Plan = { readonly at: string; readonly does: (world: World, school: School, at: string) => Promise<void> }

/** What the officials of a school's territory will do for it in this season. */
const plansFor = (world: World, school: School): Plan[] => {
  const { chance } = world
  const { kind, n } = school
  const at = (about: string, date: string) => soon(world, school, about, date)
  const day = (about: string, from: string, most: number) => plusDays(from, between(chance(about, n), 0, most))
  switch (kind) {
    case 'ill': {
      const from = illnessOf(chance, school)?.from ?? ''
      return chance('extends', n) < 0.6 ? [{ at: at('extend', plusDays(from, 1)), does: extend }] : []
    }
    case 'silent':
    case 'nobody':
      if (chance('acts for', n) < 0.2) return [{ at: at('send for', day('sends', '2022-10-12', 5)), does: sendFor }]
      return chance('one side', n) < 0.7
        ? [{ at: at('one side', day('closes', '2022-10-17', 8)), does: closeOneSided }]
        : []
    case 'leaves':
      return [{ at: at('withdraw', day('leaves', '2022-10-05', 24)), does: withdraw }]
    default:
      return []
  }
}

/** The season's dates move once, for everybody (rules 5). */
const moveDates = async (world: World, at: string): Promise<void> => {
  const dates = { meeting: '2022-10-26', upload: '2022-11-08' }
  const said = { key: rootKey, event: { type: 'cycle.moveDates', dates }, texts: text('каникулы') }
  if (!(await act(world, 'season', { root: world.cycle, at, person: world.country.federal, ...said }))) return
  Object.assign(world.by.dates, dates)
  for (const table of world.tables.values()) world.changed(table, at)
}

/** When the dates move. */
const movesAt = '2022-10-13T08:00:00.000Z'

/** Puts into the agenda what officials do by themselves. */
export const planOffices = (world: World, now: string): void => {
  const { agenda, country, chance, by, places } = world
  for (const school of country.schools)
    for (const { at, does } of plansFor(world, school)) {
      const root = places.get(school.id)?.table.root ?? ''
      agenda.add({ at, root, alone: root === '', does: () => does(world, school, at) })
    }
  for (const school of country.schools.filter(({ kind }) => kind === 'joins')) {
    const from = plusDays(dateAt(now, 0), between(chance('joins', school.n), 5, 25))
    const at = officialAt(chance, by.days, country.federal, `joins ${school.n}`, instantOf(from, 0, 3), 0, 1)
    agenda.add({ at, root: '', alone: true, does: () => putTogether(world, school, null, at) })
  }
  agenda.add({ at: movesAt, root: '', alone: true, does: () => moveDates(world, movesAt) })
}
