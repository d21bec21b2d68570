import { setTimeout as pause } from 'node:timers/promises'
import { Counter, type Registry } from 'prom-client'
import type { Log } from '../../log.ts'
import { type Looking, lookIntoMailbox } from './look.ts'

/** How often the mailbox is looked into, in milliseconds of the real clock. */
export const lookEvery = 60_000

/** Messages of the mailbox by what became of them. */
export const countMailbox = (registry: Registry): Looking['count'] => {
  const counter = new Counter({
    name: 'vzaimo_bounce_mailbox_total',
    help: 'Messages read in the mailbox of bounces, by what became of them',
    labelNames: ['found'],
    registers: [registry],
  })
  return found => counter.inc({ found })
}

/** Why a mailbox could not be read, without its words: a server likes to quote names. */
const whyAway = (error: unknown): { reason: string; code: unknown } => ({
  reason: error instanceof Error && Reflect.get(error, 'authenticationFailed') === true ? 'password' : 'connection',
  code: error instanceof Error ? (Reflect.get(error, 'code') ?? error.name) : null,
})

/**
 * Looks into the mailbox of bounces until `stopping` is aborted. While it is away, that is said once; what comes meanwhile waits there. Resolves when
 * this process looks no more.
 */
export const watchMailbox = async (looking: Looking & { readonly log: Log }): Promise<void> => {
  const { log, stopping, period } = looking
  let away = false
  while (!stopping.aborted) {
    try {
      const looked = await lookIntoMailbox(looking)
      if (looked && away) log.info('the mailbox of bounces answers again')
      if (looked) away = false
    } catch (error) {
      if (!away && !stopping.aborted) log.warn(whyAway(error), 'the mailbox of bounces cannot be read')
      away = true
    }
    await pause(period, undefined, { signal: stopping }).catch(() => undefined)
  }
}
