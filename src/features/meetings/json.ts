import { type Static, Type } from '@fastify/type-provider-typebox'
import type { MeetingView } from './meeting-view.ts'
import { minutesJson, minutesSchema } from './minutes-answers.ts'

const textOrNull = Type.Union([Type.String(), Type.Null()])
const seat = Type.Integer()
const seats = Type.Array(seat)
const slot = { at: Type.String(), minutes: Type.Integer() }
const talk = { seat, about: seat }

/** A meeting as programs read it; its ETag is what acts take as If-Match. */
export const meetingSchema = Type.Object({
  root: Type.String(),
  n: Type.Integer(),
  state: Type.String(),
  sequence: Type.Integer(),
  own: Type.Union([seat, Type.Null()]),
  schools: Type.Array(Type.Object({ seat, name: Type.String(), zone: Type.String(), week: Type.Integer() })),
  proposedBy: Type.Union([seat, Type.Null()]),
  slots: Type.Array(Type.Object({ ...slot, yes: seats, past: Type.Boolean() })),
  agreed: Type.Union([Type.Object(slot), Type.Null()]),
  heldOn: textOrNull,
  kind: textOrNull,
  took: seats,
  recordedBy: Type.Union([seat, Type.Null()]),
  recordedAt: textOrNull,
  heldAt: textOrNull,
  notHeldAt: textOrNull,
  accepted: seats,
  silenceEndsAt: textOrNull,
  minutes: Type.Union([minutesSchema, Type.Null()]),
  /** The newest wording, for those who write. */
  draft: Type.Union([minutesSchema, Type.Null()]),
  talks: Type.Array(Type.Object({ ...talk, heldOn: textOrNull, kind: textOrNull })),
  reviewsOpen: Type.Boolean(),
  commonHours: Type.Array(Type.Object({ from: Type.String(), until: Type.String() })),
  edgesOfDay: Type.Array(Type.String()),
  acts: Type.Array(
    Type.Object({
      n: Type.Integer(),
      at: Type.String(),
      type: Type.String(),
      seat: Type.Union([seat, Type.Null()]),
      role: Type.String(),
      author: textOrNull,
      reason: textOrNull,
      behalf: textOrNull,
    }),
  ),
  may: Type.Object({
    propose: Type.Boolean(),
    accept: Type.Array(Type.Integer()),
    decline: Type.Boolean(),
    cancel: Type.Boolean(),
    notHeld: Type.Boolean(),
    acceptMinutes: Type.Boolean(),
    rule: Type.Boolean(),
    reopenMinutes: Type.Boolean(),
    record: seats,
    write: seats,
    talk: Type.Array(Type.Object(talk)),
  }),
})

/** What a meeting's page shows, as JSON. */
export const meetingJson = (view: MeetingView): Static<typeof meetingSchema> => {
  const { context, may } = view
  const { sequence, proposedBy, agreed, heldOn, kind, recordedBy, recordedAt, heldAt, notHeldAt, owed, talks } = context
  const held = view.state === 'unconfirmed' || view.state === 'counted' || view.state === 'reopened'
  return {
    root: view.root,
    n: view.n,
    state: view.state,
    sequence,
    own: view.own,
    schools: view.parties.map(({ seat: number, name, zone, week }) => ({ seat: number, name, zone, week })),
    proposedBy,
    slots: view.slots.map(({ at, minutes, yes, past }) => ({ at, minutes, yes: [...yes], past })),
    agreed: agreed && { ...agreed },
    heldOn,
    kind,
    took: [...context.took],
    recordedBy,
    recordedAt,
    heldAt,
    notHeldAt,
    accepted: [...context.accepted],
    silenceEndsAt: held ? view.silenceEndsAt : null,
    minutes: view.recorded && minutesJson(view.recorded),
    draft: view.draft && minutesJson(view.draft),
    talks: owed.map(({ seat: who, about }) => {
      const found = talks.find(each => each.seat === who && each.about === about)
      return { seat: who, about, heldOn: found?.heldOn ?? null, kind: found?.kind ?? null }
    }),
    reviewsOpen: view.reviewsOpen,
    commonHours: view.hours.common.map(span => ({ ...span })),
    edgesOfDay: [...view.hours.edges],
    acts: view.acts.map(({ n, at, type, seat: by, role, name, reason, behalf }) => ({
      n,
      at,
      type,
      seat: by,
      role,
      author: name,
      reason,
      behalf,
    })),
    may: {
      ...may,
      accept: [...may.accept],
      record: [...may.record],
      write: [...may.write],
      talk: may.talk.map(each => ({ ...each })),
    },
  }
}
