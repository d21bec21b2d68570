import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { SeasonDefinition } from '../workflows/season.ts'
import type { Database } from './db/pool.ts'
import { secret } from './db/secrets.ts'
import { allEnded, newCounter } from './delivery/letters/hand-over.ts'
import { createKeeper } from './delivery/letters/keeper.ts'
import { createLeases } from './delivery/letters/leases.ts'
import { openLetterMetrics } from './delivery/letters/metrics.ts'
import { createSlots } from './delivery/letters/slots.ts'
import { letterSource } from './delivery/letters/source.ts'
import { openTransport, readSignature } from './delivery/letters/transport.ts'
import { messageDomain } from './delivery/mailer.ts'
import { within } from './delivery/queue-patience.ts'
import type { WakeMetrics } from './delivery/wake-metrics.ts'
import type { WakeSource } from './delivery/wake-source.ts'
import { makeLinks } from './features/accounts/link-batch.ts'
import { noteRefused } from './letters/bounce.ts'
import { composeLetters } from './letters/compose/compose.ts'
import { leaseMs } from './letters/desk.ts'
import { keepOutcomes, renewLeases } from './letters/outcomes.ts'
import { createRulesOf } from './letters/rules-of.ts'
import type { Outcome } from './letters/types.ts'
import type { Log } from './log.ts'
import type { Deps } from './processes/part.ts'
import type { Settings } from './settings.ts'

/** Where a process hands letters over: what is due there, and how to let go of the mail server once nothing is in hand. */
export type OpenOffice = { readonly source: WakeSource; readonly close: () => Promise<void> }

/** How long letters that are on their way are waited for when the process stops, in milliseconds. */
const patience = 1_500

type Opening = Pick<Deps, 'db' | 'log'> & {
  settings: Settings
  seasons: ReadonlyMap<string, SeasonDefinition>
  registry: Deps['metrics']['registry']
  metrics: WakeMetrics
  /** The machine's clock, in milliseconds. */
  now: () => number
}

/** Puts the handing over of letters together: ledger, words, links and mail server meet here. */
export const openOffice = async (opening: Opening): Promise<OpenOffice> => {
  const { settings, db, seasons, log, metrics, now } = opening
  const { mailFrom, publicUrl, mail, smtpUrl } = settings
  const [rulesOf, newId] = [createRulesOf(seasons), randomUUID]
  const transport = openTransport({
    ...{ smtpUrl, connections: mail.connections, perConnection: mail.perConnection },
    outboxFolder: join(settings.dataFolder, 'outbox'),
    dkim: await readSignature(mail),
  })
  const leases = leasesOf(db, now, log)
  const keeper = createKeeper((outcomes, at) => writeOutcomes(db, rulesOf, outcomes, at), log)
  const counter = newCounter({
    ...{ transport, keeper, leases, slots: createSlots(mail.connections) },
    metrics: openLetterMetrics(opening.registry),
  })
  const source = letterSource({
    ...{ db, log, metrics, now, budget: mail.perMinute, connections: mail.connections },
    desk: {
      ...{ rulesOf, newId, domain: messageDomain(mailFrom) },
      compose: (tx, drafts, at) => composeLetters(tx, { publicUrl, from: mailFrom, seasons }, drafts, at),
      unwritten: (letter, err) => log.error({ err, letter }, 'a letter could not be written'),
    },
    counter,
    makeLinks: (wanted, realMs) => makeLinks({ db, newId, publicUrl }, wanted, realMs),
    sender: {
      ...{ from: mailFrom, publicUrl, bounceDomain: mail.bounceDomain },
      secret: await secret(settings.dataFolder, 'web'),
    },
  })
  return {
    source,
    async close() {
      // What is not over by then may be repeated by whoever takes it up.
      await within(patience, allEnded(counter)).catch(err => log.warn({ err }, 'letters were still on their way'))
      leases.close()
      transport.close()
    },
  }
}

const leasesOf = (db: Database, now: () => number, log: Log) =>
  createLeases(
    async letters => {
      const realMs = now()
      const held = await renewLeases(db, letters, new Date(realMs).toISOString())
      return { held, until: new Date(realMs + leaseMs).toISOString() }
    },
    { now, log },
  )

const writeOutcomes = async (
  db: Database,
  rulesOf: ReturnType<typeof createRulesOf>,
  outcomes: readonly Outcome[],
  at: string,
): Promise<void> => {
  await keepOutcomes(db, outcomes, at, (tx, refused) => noteRefused(tx, rulesOf, refused, at))
}
