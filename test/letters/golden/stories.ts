import type { SeatNo } from '../../../workflows/machines/events.ts'
import type { Deed } from '../../fixtures/paper-ledger.ts'
import type { Step } from '../../fixtures/steps.ts'
import * as does from '../../fixtures/steps.ts'
import type { tables } from './cast.ts'

type Story = {
  readonly title: string
  readonly tables: readonly (keyof typeof tables)[]
  readonly deeds: (schools: number) => readonly Deed[]
}

const all = ['edges', 'farEast', 'volga', 'urals', 'trio'] as const

/** «10-04 08:15» as an instant of 2022, in UTC. */
const utc = (text: string): string => `2022-${text.replace(' ', 'T')}:00.000Z`

const at = (when: string, ...steps: readonly Step[]): Deed[] =>
  steps.map((step, index) => ({ at: utc(when).replace('00.000Z', `${String(index).padStart(2, '0')}.000Z`), step }))

const each = <T>(schools: number, what: (seat: SeatNo, reviewed: SeatNo) => T): T[] =>
  Array.from({ length: schools }, (_, index) => what(index + 1, ((index + 1) % schools) + 1))

const arrive = (schools: number) => at('09-29 05:30', ...each(schools, does.signsIn))
const exchange = (schools: number) => at('10-04 06:30', ...each(schools, does.sendsPackage))
const review = (schools: number) => at('10-13 06:30', ...each(schools, does.submitsReview))
const meet = (schools: number) => [
  ...at('10-12 12:30', does.proposes(1, '2022-10-18T06:00:00.000Z')),
  ...at('10-12 17:30', does.accepts(2, 0), ...(schools === 3 ? [does.accepts(3, 0)] : [])),
  ...at(
    '10-18 07:30',
    does.recordsMeeting(
      1,
      each(schools, seat => seat),
      '2022-10-18',
    ),
  ),
  ...at('10-18 08:30', ...each(schools - 1, seat => does.acceptsMinutes(seat + 1))),
]
const advise = (schools: number) => at('10-19 06:30', ...each(schools, does.sendsRecommendations))
const upload = (schools: number) => at('10-27 06:30', ...each(schools, does.uploadsFile))
const confirm = (schools: number) => at('10-28 06:30', ...each(schools, does.confirmsFileOf))

type Part = (schools: number) => readonly Deed[]

const inTurn =
  (...parts: readonly Part[]): Part =>
  schools =>
    parts.flatMap(part => part(schools))

/** What the table tells of. Each story gets as far as its title says; then nobody acts any more. */
export const stories: readonly Story[] = [
  { title: 'Nobody acts at all', tables: all, deeds: () => [] },
  { title: 'Packages are sent, and then nothing', tables: all, deeds: inTurn(arrive, exchange) },
  {
    title: 'All but the final file',
    tables: ['edges', 'farEast', 'trio'],
    deeds: inTurn(arrive, exchange, review, meet, advise),
  },
  {
    title: 'All act in time',
    tables: ['edges', 'trio'],
    deeds: inTurn(arrive, exchange, review, meet, advise, upload, confirm),
  },
  {
    title: 'The first school’s package may come by Sun 16 Oct',
    tables: ['edges'],
    deeds: inTurn(arrive, () => at('10-05 06:30', does.extendsDuty('2022-10-16', 1, 'package'))),
  },
  {
    title: 'The second school is silent until Mon 17 Oct',
    tables: ['farEast'],
    deeds: inTurn(arrive, () => [
      ...at('10-04 06:30', does.sendsPackage(1)),
      ...at('10-17 06:30', does.sendsPackage(2)),
    ]),
  },
]
