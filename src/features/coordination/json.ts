import { Type } from '@fastify/type-provider-typebox'

const text = Type.String()
const seat = Type.Integer()
const textOrNull = Type.Union([text, Type.Null()])
export const uuid = Type.String({ format: 'uuid' })
const count = Type.Integer()

const markSchema = Type.Object({ act: text, state: text, dueAt: textOrNull })

const rowSchema = Type.Object({
  root: text,
  cycle: text,
  state: text,
  schools: Type.Array(
    Type.Object({
      seat,
      name: text,
      region: text,
      municipality: text,
      inScope: Type.Boolean(),
      standing: text,
      marks: Type.Array(markSchema),
    }),
  ),
  pressing: Type.Union([Type.Object({ seat, act: text, dueAt: text, overdue: Type.Boolean() }), Type.Null()]),
  waitsSince: textOrNull,
  asked: Type.Boolean(),
  left: Type.Boolean(),
})

/** A part of a territory's partnerships. */
export const territorySchema = Type.Object({
  counts: Type.Object({
    all: count,
    overdue: count,
    held: count,
    decision: count,
    left: count,
    complete: count,
    ended: count,
  }),
  seasons: Type.Array(Type.Object({ cycle: text, definition: text })),
  rows: Type.Array(rowSchema),
  next: Type.Union([text, Type.Null()], { description: 'What `after` takes to go on; null at the end' }),
})

const pairingSchema = Type.Object({ reviewer: seat, reviewed: seat })

/** What a coordinator may decide about a partnership. */
export const managedSchema = Type.Object({
  root: text,
  n: Type.Integer(),
  cycle: text,
  open: Type.Boolean(),
  outcomes: Type.Union([Type.Array(Type.Object({ seat, outcome: text })), Type.Null()]),
  wentInto: textOrNull,
  schools: Type.Array(
    Type.Object({
      seat,
      school: text,
      name: text,
      region: text,
      municipality: text,
      zone: text,
      inScope: Type.Boolean(),
      standing: text,
      marks: Type.Array(markSchema),
    }),
  ),
  coversAll: Type.Boolean(),
  extend: Type.Array(
    Type.Object({
      key: text,
      act: text,
      seat,
      about: Type.Union([seat, Type.Null()]),
      state: text,
      dueAt: textOrNull,
      extension: textOrNull,
      earliest: text,
    }),
  ),
  openReviews: Type.Array(pairingSchema),
  reopenReviews: Type.Array(pairingSchema),
  closeOneSided: Type.Array(Type.Object({ seat, from: text, may: Type.Boolean() })),
  withdraw: Type.Array(seat),
  reinstate: Type.Array(seat),
  assign: Type.Array(pairingSchema),
  dissolve: Type.Boolean(),
  orphan: Type.Union([Type.Object({ school: text, name: text }), Type.Null()]),
  repairs: Type.Union([
    Type.Array(
      Type.Object({
        into: textOrNull,
        schools: Type.Array(Type.Object({ school: text, name: text })),
        weight: count,
        begun: count,
      }),
    ),
    Type.Null(),
  ]),
  askAnew: Type.Boolean(),
  request: Type.Union([Type.Object({ id: text, at: text, name: textOrNull, reason: textOrNull }), Type.Null()]),
})

const freeSchema = Type.Object({
  school: text,
  name: text,
  region: text,
  municipality: text,
  kind: text,
  from: Type.Union([Type.Object({ root: text, seat }), Type.Null()]),
  reachable: Type.Boolean(),
})

const unreachableSchema = Type.Object(
  { count, schools: Type.Array(Type.Object({ school: text, name: text })) },
  { description: 'Schools that no letter reaches, and the first of them' },
)

/** The schools without partners. */
export const pairingListSchema = Type.Object({
  may: Type.Boolean(),
  n: Type.Integer({ description: 'The season’s last history row: what If-Match of the acts takes' }),
  schools: Type.Array(freeSchema),
  gaps: Type.Array(Type.Object({ root: text, schools: Type.Array(text) })),
  unreachable: unreachableSchema,
  next: Type.Union([text, Type.Null()], { description: 'What `after` takes to go on; null at the end' }),
})

const seatsSchema = Type.Array(Type.Object({ seat, school: text, name: text }))

/** What a choice of schools would become. */
export const pairingPreviewSchema = Type.Object({
  may: Type.Boolean(),
  n: Type.Integer({ description: 'The season’s last history row: what If-Match of the acts takes' }),
  schools: Type.Array(freeSchema),
  warnings: Type.Array(Type.Object({ code: text, schools: Type.Array(text) })),
  unreachable: unreachableSchema,
  joining: Type.Union([
    Type.Object({ into: text, seat, assignments: Type.Array(pairingSchema), seats: seatsSchema }),
    Type.Null(),
  ]),
  found: Type.Array(Type.Object({ root: text, seats: seatsSchema })),
})

/** What a closing, or an opening again, has still to reach. */
export const remainingSchema = Type.Object({ to: text, left: count, all: count })

/** A season as whoever runs it sees it. */
export const seasonSchema = Type.Object({
  n: Type.Integer(),
  definition: text,
  state: text,
  stages: Type.Array(Type.Object({ id: text, date: text })),
  closes: textOrNull,
  earliest: text,
  withoutDecree: Type.Array(Type.Integer(), {
    description: 'Years of the season whose decree on days off is not known: only the Labour Code’s rules count there',
  }),
  counts: Type.Object({
    complete: count,
    completeLate: count,
    oneSided: count,
    notCompleted: count,
    withdrawn: count,
  }),
  unfinished: Type.Array(Type.Object({ school: text, name: text, region: text, root: text, seat })),
  next: Type.Union([text, Type.Null()], { description: 'What `after` takes to go on; null at the end' }),
  remaining: remainingSchema,
  may: Type.Object({
    move: Type.Boolean(),
    close: Type.Boolean(),
    reopen: Type.Boolean(),
    cancel: Type.Boolean(),
  }),
})
