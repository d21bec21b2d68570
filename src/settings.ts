import path from 'node:path'
import { type BounceSettings, readBounceSettings } from './bounce-settings.ts'
import { type MailSettings, readMailSettings } from './mail-settings.ts'
import * as parse from './setting-values.ts'

/** Everything that can be set from outside, read once at the start. */
export type Settings = {
  /** PORT: of pages and API; 0 takes a free one. */
  port: number
  /** HOST: the address to listen on; `localhost` is both loopback addresses, 127.0.0.1 and ::1. */
  host: string
  /** PUBLIC_URL: where people reach us; links in letters begin with it. An origin, without a slash at the end. */
  publicUrl: string
  /** TRUST_PROXY: whose X-Forwarded-* headers to believe: a number of proxies, or their addresses. */
  trustProxy: false | number | string[]
  /** DATABASE_URL: a PostgreSQL to use in place of the embedded one. */
  databaseUrl: string | undefined
  /** REDIS_URL: a Redis for the queue, in place of PostgreSQL. */
  redisUrl: string | undefined
  /** SMTP_URL: the mail server; without one, letters become files. */
  smtpUrl: string | undefined
  /** VZAIMO_MAIL_FROM: the sender of letters. */
  mailFrom: string
  /** How letters go there. */
  mail: MailSettings
  /** How we hear of those that did not arrive. */
  bounces: BounceSettings
  /** VZAIMO_DATA: the folder of database, files, letters, seals and secrets; absolute. */
  dataFolder: string
  /** VZAIMO_FILE_MB: the largest file that a school may send, in megabytes. */
  fileMegabytes: number
  /** VZAIMO_POOL: connections of one process to the database, for everything but the queue. */
  pool: number
  /** VZAIMO_QUEUE_POOL: connections of each of the queue's objects to the database. */
  queuePool: number
  /** VZAIMO_PROCESSES: how many processes share the database, this one included; for the check of connections only. */
  processes: number
  /** VZAIMO_METRICS_PORT: the loopback port of /metrics; 0 takes a free one, undefined (`off`) none. */
  metricsPort: number | undefined
  /** VZAIMO_LOG_LEVEL: from this level on, lines are logged. */
  logLevel: (typeof parse.LOG_LEVELS)[number]
}

/**
 * Reads all settings out of environment variables: either all of them, or every fault there is, one sentence each.
 * A fault never quotes a value, which may hold a password. A variable VZAIMO_… that is not read here is a fault.
 */
export function readSettings(env: Record<string, string | undefined>): { settings: Settings } | { faults: string[] } {
  const known = new Set<string>()
  const faults: string[] = []
  const read = <Value, Unset>(name: string, parser: parse.Parser<Value>, unset: Unset): Value | Unset => {
    known.add(name)
    const text = env[name]?.trim()
    if (text === undefined || text === '') return unset
    const result = parser(text)
    if ('value' in result) return result.value
    faults.push(`${name} ${result.fault}.`)
    return unset
  }

  const port = read('PORT', parse.wholeNumber(0, 65_535), 3000)
  const publicUrl = read('PUBLIC_URL', parse.origin, `http://localhost:${port}`)
  const mailFrom = read('VZAIMO_MAIL_FROM', parse.mailAddress, `vzaimo@${new URL(publicUrl).hostname}`)
  const settings: Settings = {
    port,
    host: read('HOST', parse.anyText, 'localhost'),
    publicUrl,
    trustProxy: read('TRUST_PROXY', parse.proxies, false),
    databaseUrl: read('DATABASE_URL', parse.url('postgres:', 'postgresql:'), undefined),
    redisUrl: read('REDIS_URL', parse.url('redis:', 'rediss:'), undefined),
    smtpUrl: read('SMTP_URL', parse.url('smtp:', 'smtps:'), undefined),
    mailFrom,
    mail: readMailSettings(read, faults, mailFrom),
    bounces: readBounceSettings(read),
    dataFolder: path.resolve(read('VZAIMO_DATA', parse.anyText, 'data')),
    fileMegabytes: read('VZAIMO_FILE_MB', parse.wholeNumber(1, 1000), 25),
    pool: read('VZAIMO_POOL', parse.wholeNumber(2, 500), 10),
    queuePool: read('VZAIMO_QUEUE_POOL', parse.wholeNumber(1, 100), 2),
    processes: read('VZAIMO_PROCESSES', parse.wholeNumber(1, 1000), 1),
    metricsPort: read('VZAIMO_METRICS_PORT', parse.portOrOff, 0),
    logLevel: read('VZAIMO_LOG_LEVEL', parse.oneOf(parse.LOG_LEVELS), 'info'),
  }
  read('S3_URL', () => ({ fault: 'is not offered yet: files are kept in the data folder. Unset it' }), undefined)

  const ours = (name: string) => name.startsWith('VZAIMO_')
  for (const name of Object.keys(env).filter(name => ours(name) && !known.has(name))) {
    faults.push(`${name} is not a setting; there are ${[...known].filter(ours).join(', ')}.`)
  }
  return faults.length > 0 ? { faults } : { settings }
}
