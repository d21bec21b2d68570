import { Type } from '@fastify/type-provider-typebox'
import type { FairnessComparison } from '../fairness.ts'
import type { ProposedPair } from '../proposal.ts'
import type { Draft, Group } from './proposals.ts'
import type { Asking } from './request-query.ts'
import type { Run } from './runs.ts'
import type { SchoolPage } from './school-query.ts'
import type { TablePage } from './table-query.ts'
import type { Alternative } from './what-if.ts'

const text = Type.String()
const number = Type.Number()
const count = Type.Integer()
const yes = Type.Boolean()
const numberOrNull = Type.Union([number, Type.Null()])
export const uuid = Type.String({ format: 'uuid' })
const words = Type.Object({ ru: text, en: text })

const fairness = Type.Object({ total: number, mean: number, worst: number, firstPercentile: number, alone: count })
const draft = Type.Object({
  version: count,
  how: text,
  madeAt: text,
  fits: yes,
  schools: count,
  seconds: number,
  checkSeconds: number,
  rounds: count,
  total: number,
  bound: number,
  optimal: yes,
  objections: Type.Array(text),
  fairness: Type.Object({ proposed: fairness, greedy: fairness, random: fairness }),
  publishedAt: Type.Union([text, Type.Null()]),
})
const parts = Type.Object({ risk: number, size: number, place: number, region: number })
const side = Type.Object({ a: uuid, b: uuid, weight: number, parts, broken: Type.Array(text) })
const exchange = Type.Object({
  a: uuid,
  b: uuid,
  groups: Type.Array(Type.Array(uuid)),
  loss: number,
  broken: Type.Array(text),
})
const alternative = Type.Object({
  school: uuid,
  weight: number,
  gain: number,
  leastLoss: numberOrNull,
  exchange: Type.Union([exchange, Type.Null()]),
})
const group = Type.Object({
  place: count,
  members: Type.Array(uuid),
  weight: number,
  locked: yes,
  sides: Type.Array(side),
})
const wish = Type.Object({
  id: uuid,
  kind: text,
  schools: Type.Array(uuid),
  at: text,
  reason: Type.Union([text, Type.Null()]),
})

/** A run of the solver. `left`: how many schools its stage still has to deal with; `says`: why nothing was proposed. */
const runSchema = Type.Object({
  state: text,
  stage: text,
  left: count,
  schools: count,
  says: Type.Union([Type.Array(words), Type.Null()]),
})
const orNull = <T extends Parameters<typeof Type.Array>[0]>(schema: T) => Type.Union([schema, Type.Null()])

export const newestRunSchema = Type.Object({ run: orNull(runSchema) })

/** The table; `revision` is what If-Match takes. Losses are in the unit of the total, in which a pair counts twice. */
export const tableSchema = Type.Object({
  revision: count,
  n: count,
  state: text,
  enrolled: count,
  unready: Type.Array(Type.Object({ school: uuid, name: text })),
  unaddressed: count,
  settings: Type.Unknown(),
  draft: orNull(draft),
  run: orNull(runSchema),
  counts: Type.Object({ all: count, locked: count, sameRegion: count }),
  groups: Type.Array(
    Type.Object({ ...group.properties, best: Type.Array(Type.Object({ school: uuid, best: orNull(alternative) })) }),
  ),
  next: Type.Union([count, Type.Null()]),
  wishes: Type.Array(wish),
})

export const schoolSchema = Type.Object({
  revision: count,
  group: orNull(group),
  alternatives: Type.Array(Type.Object({ school: uuid, all: Type.Array(alternative) })),
  others: Type.Array(Type.Object({ school: uuid, weight: number, broken: Type.Array(text), leastLoss: numberOrNull })),
})

export const exactSchema = Type.Object({ loss: numberOrNull, impossible: yes, tooLong: yes })
export const regionsSchema = Type.Object({
  pairs: Type.Array(Type.Object({ one: text, other: text, pairs: count })),
})
export const listSchema = Type.Object({
  schools: Type.Array(Type.Object({ school: uuid, name: text, region: text })),
  next: Type.Union([uuid, Type.Null()]),
})
export const tablesSchema = Type.Object({
  seasons: Type.Array(
    Type.Object({
      cycle: uuid,
      definition: text,
      state: text,
      schools: count,
      version: Type.Union([count, Type.Null()]),
    }),
  ),
})

const plainFairness = ({ proposed, greedy, random }: FairnessComparison) => ({ proposed, greedy, random })

const draftJson = (it: Draft, fits: boolean) => ({
  ...{ version: it.version, how: it.how, madeAt: it.madeAt, fits, schools: it.schools },
  ...{ seconds: it.seconds, checkSeconds: it.checkSeconds, rounds: it.rounds },
  ...{ total: it.total, bound: it.bound, optimal: it.optimal, objections: [...it.objections] },
  fairness: plainFairness(it.fairness),
  publishedAt: it.publishedAt,
})

const sideJson = ({ a, b, weight, parts, broken }: ProposedPair) => ({ a, b, weight, parts, broken: [...broken] })

const groupJson = ({ place, members, weight, locked, sides }: Group) => ({
  ...{ place, members: [...members], weight, locked },
  sides: sides.map(sideJson),
})

const alternativeJson = ({ school, weight, gain, leastLoss, exchange }: Alternative) => ({
  ...{ school, weight, gain, leastLoss },
  exchange:
    exchange === null
      ? null
      : { ...exchange, groups: exchange.groups.map(ids => [...ids]), broken: [...exchange.broken] },
})

const wishesJson = ({ wishes }: Asking) =>
  wishes.map(({ id, kind, schools, at, reason }) => ({ id, kind, schools: [...schools], at, reason }))

export const runJson = (run: Run | null) =>
  run === null
    ? null
    : {
        ...{ state: run.state, stage: run.stage, left: run.left, schools: run.schools },
        says: run.says === null ? null : run.says.map(({ ru, en }) => ({ ru, en })),
      }

export const tableJson = ({
  table,
  asking,
  draft: newest,
  fits,
  run,
  counts,
  groups,
  next,
  unaddressed,
}: TablePage) => ({
  ...{ revision: table.revision, n: table.n, state: table.state, unaddressed, counts, next },
  enrolled: asking.request.schools.length,
  unready: [...asking.unready],
  settings: asking.request.settings,
  draft: newest === null ? null : draftJson(newest, fits),
  run: runJson(run),
  groups: groups.map(it => ({
    ...groupJson(it),
    best: it.best.map(([school, best]) => ({ school, best: best === null ? null : alternativeJson(best) })),
  })),
  wishes: wishesJson(asking),
})

export const schoolJson = ({ table, group: own, alternatives, others }: SchoolPage) => ({
  revision: table.revision,
  group: own === null ? null : groupJson(own),
  alternatives: alternatives.map(([school, all]) => ({ school, all: all.map(alternativeJson) })),
  others: others.map(it => ({ ...it, broken: [...it.broken] })),
})
