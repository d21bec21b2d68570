import { randomBytes, randomUUID } from 'node:crypto'
import { mutualExpertise } from '../workflows/index.ts'
import type { SeasonDefinition } from '../workflows/season.ts'
import type { Act } from '../workflows/stale-after.ts'
import type { Database } from './db/pool.ts'
import { createDispatch } from './engine/dispatch.ts'
import type { Workflow } from './engine/workflow.ts'
import { authorize } from './features/access/authorize.ts'
import { seasonOf } from './features/access/open.ts'
import { facts as coordination } from './features/coordination/facts.ts'
import { facts as cycles } from './features/cycles/facts.ts'
import { follow as followSeason } from './features/cycles/follow.ts'
import { foundPartnerships } from './features/cycles/publish.ts'
import type { FactsReader } from './features/facts.ts'
import { finalFileFacts } from './features/final-files/facts.ts'
import type { Readers } from './features/final-files/readers.ts'
import type { Follower } from './features/follow.ts'
import type { House } from './features/house.ts'
import { facts as meetings } from './features/meetings/facts.ts'
import { carryPackage } from './features/packages/carry.ts'
import { facts as packages } from './features/packages/facts.ts'
import { published, publishing } from './features/pairing/table/publish.ts'
import { facts as recommendations } from './features/recommendations/facts.ts'
import { sentRecommendations } from './features/recommendations/read-sent.ts'
import { facts as reviews } from './features/reviews/facts.ts'
import { submittedReview } from './features/reviews/submitted-review.ts'
import { createRulesOf } from './letters/rules-of.ts'
import { createTell } from './letters/tell.ts'

/** What a final file is made of, read by the features that hold it. */
export const fileReaders: Readers = { review: submittedReview, recommendations: sentRecommendations }

const readers: Partial<Record<string, FactsReader>> = {
  ...cycles,
  'cycle.publish': publishing(cycles['cycle.publish']),
  ...coordination,
  ...finalFileFacts(fileReaders),
  ...meetings,
  ...packages,
  ...recommendations,
  ...reviews,
} satisfies Partial<Record<Act, FactsReader>>

/** The workflow of these seasons, with the ledger of their letters. They share one working calendar: an installation serves one country. */
export const workflowOf = (seasons: ReadonlyMap<string, SeasonDefinition>): Workflow => {
  const calendars = new Map([...seasons.values()].map(({ calendar }) => [calendar.id, calendar]))
  const [calendar, ...others] = calendars.values()
  if (calendar === undefined || others.length > 0) throw new Error('The seasons must share one working calendar')
  return { ...mutualExpertise(calendar), tell: createTell(createRulesOf(seasons)) }
}

/** Puts the house together from its open parts: the one place where features, engine and workflow meet. */
export const composeHouse = (
  parts: Pick<House, 'seasons' | 'files' | 'mail' | 'secret' | 'publicUrl' | 'demo'> & { db: Database },
): House => {
  const workflow = workflowOf(parts.seasons)
  const newId = randomUUID
  const newSalt = () => randomBytes(16).toString('hex')
  const { seasons } = parts
  const followers: Partial<Record<string, Follower>> = {
    ...followSeason({ workflow, seasons, carry: (tx, from, to) => carryPackage(tx, from, to, newId) }),
    'cycle.publish': published({ workflow, seasons, newId, found: foundPartnerships }),
  }
  const dispatch = createDispatch(parts.db, {
    workflow,
    authorize,
    follow: async (tx, done) => followers[done.event.type]?.(tx, done),
    readFacts: async (tx, asked) => {
      const reader = readers[asked.command.event.type]
      return reader === undefined
        ? null
        : reader(tx, asked, await seasonOf(tx, parts.seasons, asked.parent ?? asked.root))
    },
    newId,
    newSalt,
  })
  return { ...parts, workflow, dispatch, newId, newSalt }
}
