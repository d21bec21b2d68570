import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { createTransport } from 'nodemailer'
import { Registry } from 'prom-client'
import type { Database } from '../src/db/pool.ts'
import { messageOf } from '../src/delivery/letters/message.ts'
import { openWakeMetrics } from '../src/delivery/wake-metrics.ts'
import { composeLetters } from '../src/letters/compose/compose.ts'
import { takeDue } from '../src/letters/desk.ts'
import { createRulesOf } from '../src/letters/rules-of.ts'
import type { Handing } from '../src/letters/types.ts'
import { openLog } from '../src/log.ts'
import { openOffice } from '../src/open-office.ts'
import { readSettings, type Settings } from '../src/settings.ts'
import type { Ground, Place } from './ground.ts'
import { type Bench, type Measured, once as madeOnce } from './harness.ts'
import { morning, type World } from './world.ts'

/** How many shares the worker of a process with the usual pool works on at once; and the usual connections to the mail server. */
const PARALLEL = 5
const CONNECTIONS = 5

/** A mail server in a process of its own, ended with the ground. */
const startSink = async (ground: Ground): Promise<string> => {
  const file = path.join(import.meta.dirname, 'floors/smtp-sink.ts')
  const child = spawn(process.execPath, [file], { stdio: ['pipe', 'pipe', 'inherit'] })
  ground.undo(async () => {
    child.stdin.end()
    if (child.exitCode === null) await once(child, 'close')
  })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return JSON.parse(String(line)).url
}

const settingsFor = (ground: Ground, smtpUrl: string): Settings => {
  const read = readSettings({ SMTP_URL: smtpUrl, VZAIMO_DATA: ground.folder, VZAIMO_MAIL_FROM: 'vzaimo@example.org' })
  if ('faults' in read) throw new Error(read.faults.join('\n'))
  return read.settings
}

const perSecond = async (letters: number, work: () => Promise<void>): Promise<Measured> => {
  const begun = performance.now()
  await work()
  return { value: (letters * 1000) / (performance.now() - begun) }
}

/** The worker's own source of letters, share by share: judged, written, handed over, written down. */
const byTheWorker = (ground: Ground, world: World, place: Place, settings: Settings, n: number): Promise<Measured> =>
  ground.using(place, async db => {
    const registry = new Registry()
    const [metrics, log, now] = [openWakeMetrics(registry), openLog('silent'), () => Date.now()]
    const office = await openOffice({ settings, db, seasons: world.house.seasons, log, registry, metrics, now })
    const shares = (await office.source.find(morning, morning)).map(({ share }) => share)
    const one = async () => {
      for (let share = shares.shift(); share !== undefined; share = shares.shift())
        await office.source.apply(share, new AbortController().signal)
    }
    const measured = await perSecond(n, async () => {
      await Promise.all(Array.from({ length: PARALLEL }, one))
    })
    await office.close()
    const { sent } = await db
      .selectFrom('letter')
      .select(({ fn }) => fn.countAll().as('sent'))
      .where('state', '=', 'sent')
      .executeTakeFirstOrThrow()
    if (Number(sent) !== n) throw new Error(`${sent} letters were sent, not ${n}`)
    return measured
  })

/** The same letters, written beforehand. */
const writeAll = async (db: Database, world: World): Promise<Handing[]> => {
  const { seasons } = world.house
  const desk = {
    rulesOf: createRulesOf(seasons),
    compose: (tx: Parameters<typeof composeLetters>[0], drafts: Parameters<typeof composeLetters>[2], at: string) =>
      composeLetters(tx, { publicUrl: world.house.publicUrl, from: 'vzaimo@example.org', seasons }, drafts, at),
    newId: world.house.newId,
    domain: 'example.org',
  }
  const realNow = new Date().toISOString()
  const letters: Handing[] = []
  for (let more = true; more; ) {
    const taken = await takeDue(db, desk, { of: 0, shares: 1 }, { at: morning, realNow, limit: 500 })
    letters.push(...taken.handings)
    more = taken.more
  }
  return letters
}

const byThePool = async (smtpUrl: string, letters: readonly Handing[], { house }: World): Promise<Measured> => {
  const pool = createTransport({ url: smtpUrl, pool: true, maxConnections: CONNECTIONS, maxMessages: 100 })
  const { publicUrl, secret } = house
  const sender = { from: 'vzaimo@example.org', publicUrl, secret, bounceDomain: 'example.org' }
  const link = `${publicUrl}/sign-in/link/${'x'.repeat(43)}`
  const messages = letters.map(handing => messageOf(sender, handing, { link, at: morning, realMs: Date.now() }))
  try {
    return await perSecond(messages.length, async () => {
      await Promise.all(messages.map(message => pool.sendMail(message)))
    })
  } finally {
    pool.close()
  }
}

/** The letters of one morning: from being due to being written down as sent, beside nodemailer's pool alone with the same letters. */
export const lettersAtOnce = (ground: Ground, open: () => Promise<World>, n: number): Bench => ({
  name: 'letters of one morning',
  unit: 'letters/s',
  n,
  connections: CONNECTIONS,
  better: 'more',
  aim: 0.6,
  prepare: async () => {
    const world = await open()
    const settings = settingsFor(ground, await startSink(ground))
    // A database can be copied only while nobody is connected to it.
    await world.db.destroy()
    const onCopy = async <Answer>(work: (place: Place) => Promise<Answer>): Promise<Answer> => {
      const place = await ground.clone(world.place)
      try {
        return await work(place)
      } finally {
        await ground.drop(place)
      }
    }
    const written = madeOnce(() => onCopy(place => ground.using(place, db => writeAll(db, world))))
    return {
      ours: () => onCopy(place => byTheWorker(ground, world, place, settings, n)),
      floor: async () => byThePool(settings.smtpUrl ?? '', await written(), world),
      ends: () => ground.drop(world.place),
    }
  },
})
