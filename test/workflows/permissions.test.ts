import fc from 'fast-check'
import t from 'tap'
import {
  type Action,
  everMay,
  mayAct,
  permissions,
  type Reach,
  type Role,
  roles,
  type Standing,
  type Table,
} from '../../workflows/permissions.ts'
import { staleAfter } from '../../workflows/stale-after.ts'

/** A ring of three: 1 reviews 2, 2 reviews 3, 3 reviews 1. */
const ring: Table = {
  seats: [1, 2, 3],
  assignments: [
    { reviewer: 1, reviewed: 2 },
    { reviewer: 2, reviewed: 3 },
    { reviewer: 3, reviewed: 1 },
  ],
}

const actions = Object.keys(permissions) as Action[]
const schoolRoles: readonly Role[] = ['head', 'schoolCoordinator', 'helper']
const territories: readonly Role[] = ['municipalCoordinator', 'regionalCoordinator', 'federalCoordinator']

const may = (role: Role, seats: readonly number[], action: Action, seat: number | null = 1) =>
  typeof mayAct(action, [{ role, seats }], ring, seat) !== 'string'

/** The actions that a role has with any reach. */
const actionsOf = (role: Role) => actions.filter(action => permissions[action][role] !== undefined)

t.test('every act that a machine knows has its row, and what only the engine sends has none', async t => {
  for (const act of Object.keys(staleAfter)) t.ok(Object.hasOwn(permissions, act), act)
  for (const inner of ['settle', 'due', 'silence', 'stageEnds', 'founded', 'migrated'])
    t.notOk(Object.hasOwn(permissions, inner), inner)
  for (const action of actions)
    t.ok(
      roles.some(role => permissions[action][role] !== undefined),
      `somebody may ${action}`,
    )
})

t.test('a helper writes, opens and signs in, and decides nothing (rules 8)', async t => {
  t.same(
    actionsOf('helper').filter(action => Object.hasOwn(staleAfter, action)),
    ['seat.signIn', 'package.open'],
  )
  for (const action of ['package.write', 'review.write', 'review.readSealed', 'package.read'] as const)
    t.ok(may('helper', [1], action), action)
})

t.test('head and school coordinator may the same (rules 8)', async t => {
  t.same(actionsOf('head'), actionsOf('schoolCoordinator'))
  for (const action of actions) t.equal(permissions[action].head, permissions[action].schoolCoordinator, action)
})

t.test('a school never acts on another school’s things', async t => {
  for (const role of schoolRoles)
    for (const action of actionsOf(role))
      t.not(['every', 'another'].includes(permissions[action][role] ?? ''), true, action)
  for (const action of ['package.send', 'package.recall', 'file.upload', 'review.submit', 'review.takeBack'] as const) {
    t.ok(may('head', [1], action, 1), `${action} of its own`)
    t.notOk(may('head', [1], action, 2), `${action} of another`)
  }
})

t.test(
  'who reviews opens and returns the package; who was reviewed answers the recommendations (rules 14, 19)',
  async t => {
    for (const action of ['package.open', 'package.return'] as const) {
      t.ok(may('head', [1], action, 2), `${action} by its reviewer`)
      t.notOk(may('head', [3], action, 2), `${action} by the third`)
      t.notOk(may('head', [2], action, 2), `${action} by its owner`)
    }
    t.ok(may('head', [2], 'recommendations.answer', 1), 'the receiver of what seat 1 wrote')
    t.notOk(may('head', [1], 'recommendations.answer', 1), 'the writer')
    t.notOk(may('head', [3], 'recommendations.answer', 1), 'the third')
  },
)

t.test('both schools of a pair may record that the meeting was not held', async t => {
  t.ok(may('head', [1], 'meeting.notHeld', null))
  t.notOk(may('helper', [1], 'meeting.notHeld', null))
})

t.test('what concerns all seats needs a scope over every seat (rules 10, 16, 17)', async t => {
  const overAll = [
    'review.open',
    'review.reopen',
    'meeting.reopenMinutes',
    'partnership.join',
    'partnership.assign',
    'partnership.dissolve',
    'cycle.pair',
    'cycle.join',
  ] as const
  for (const role of territories)
    for (const action of overAll) {
      t.notOk(may(role, [1, 2], action), `${action} by a ${role} of two of three`)
      t.ok(may(role, [1, 2, 3], action), `${action} by a ${role} of all`)
    }
  for (const role of [...schoolRoles, 'curator'] as const)
    for (const action of overAll) t.notOk(may(role, [1, 2, 3], action))
})

t.test(
  'a coordinator with one seat in scope reminds, extends and acts for that school, and for no other (rules 10, 12)',
  async t => {
    for (const action of [
      'duty.extend',
      'package.send',
      'file.upload',
      'meeting.record',
      'partnership.withdraw',
      'school.edit',
    ] as const) {
      t.ok(may('municipalCoordinator', [1], action, 1), action)
      t.notOk(may('municipalCoordinator', [1], action, 2), `${action} of the other`)
    }
  },
)

t.test('a pair is closed one-sided by whoever answers for the silent school (rules 3)', async t => {
  t.ok(may('municipalCoordinator', [2], 'partnership.closeOneSided', 1))
  t.notOk(may('municipalCoordinator', [1], 'partnership.closeOneSided', 1), 'not in favour of one’s own alone')
  t.ok(may('regionalCoordinator', [1, 2], 'partnership.closeOneSided', 1))
})

t.test('a curator reads, and decides about the final files of its own schools alone (rules 11)', async t => {
  t.same(
    actionsOf('curator').filter(action => Object.hasOwn(staleAfter, action)),
    ['file.confirm', 'file.return'],
  )
  t.notOk(may('curator', [1], 'file.confirm', 2))
  t.notOk(actionsOf('curator').includes('review.readSealed'))
})

t.test('a sealed review is read by the school that writes it, and by nobody else at all (rules 16)', async t => {
  for (const role of roles)
    t.equal(permissions['review.readSealed'][role], schoolRoles.includes(role) ? 'own' : undefined, role)
  for (const role of roles)
    t.equal(permissions['review.write'][role], schoolRoles.includes(role) ? 'own' : undefined, role)
})

t.test('a season is run by the federal coordinator alone', async t => {
  const byHand = ['cycle.pair', 'cycle.join']
  for (const action of actions.filter(each => each.startsWith('cycle.') && !byHand.includes(each)))
    t.same(Object.keys(permissions[action]), ['federalCoordinator'], action)
})

const anySeats = fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { maxLength: 3 })
const anyStanding: fc.Arbitrary<Standing> = fc.record({ role: fc.constantFrom(...roles), seats: anySeats })
const anyCase = fc.tuple(
  fc.constantFrom(...actions),
  fc.array(anyStanding, { maxLength: 4 }),
  fc.option(fc.integer({ min: 1, max: 3 })),
)

/** Each reach in words of the ring, told again: the next seat is reviewed by one, the one before reviews it. */
const covers: Readonly<Record<Reach, (seats: readonly number[], seat: number | null) => boolean>> = {
  own: (seats, seat) => seats.some(each => each === seat),
  reviewing: (seats, seat) => seat !== null && seats.includes(seat === 1 ? 3 : seat - 1),
  reviewed: (seats, seat) => seat !== null && seats.includes(seat === 3 ? 1 : seat + 1),
  another: (seats, seat) => seat !== null && seats.filter(each => each !== seat).length > 0,
  among: seats => seats.length > 0,
  every: seats => seats.length === 3,
}

t.test(
  'somebody may exactly what one of their roles reaches; the first that reaches is the one that acts',
  async () => {
    fc.assert(
      fc.property(anyCase, ([action, standings, seat]) => {
        const able = standings.filter(({ role, seats }) => {
          const reach = permissions[action][role]
          return reach !== undefined && covers[reach](seats, seat)
        })
        const verdict = mayAct(action, standings, ring, seat)
        const isForeign = standings.every(({ seats }) => seats.length === 0)
        if (isForeign) return verdict === 'absent'
        return able[0] === undefined
          ? verdict === 'forbidden'
          : typeof verdict === 'object' && verdict.as === able[0].role
      }),
      { numRuns: 2000 },
    )
  },
)

t.test('a role that never has an action is told so without looking at the object', async () => {
  fc.assert(
    fc.property(anyCase, ([action, standings, seat]) => {
      const held = standings.map(({ role }) => role)
      return everMay(action, held) || typeof mayAct(action, standings, ring, seat) === 'string'
    }),
  )
})
