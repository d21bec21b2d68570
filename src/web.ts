import { join } from 'node:path'
import type { FastifyRequest } from 'fastify'
import { type Action, everMay, permissions, type Role } from '../workflows/permissions.ts'
import { composeHouse, fileReaders } from './compose.ts'
import { secret } from './db/secrets.ts'
import { forgetLetters } from './delivery/forget-letters.ts'
import { readSignature } from './delivery/letters/transport.ts'
import { createMailer } from './delivery/mailer.ts'
import { outboxRoutes } from './delivery/outbox.ts'
import { countJobs } from './delivery/queue-counts.ts'
import { createArrive } from './features/accounts/arrive.ts'
import { admit } from './features/accounts/limits.ts'
import { accountsRoutes } from './features/accounts/routes.ts'
import { isFresh, sessionCookie } from './features/accounts/sessions.ts'
import { onSignedOut } from './features/accounts/signed-out.ts'
import { bounceRoutes, type Webhook } from './features/bounces/routes.ts'
import { clockRoutes } from './features/clock/routes.ts'
import { coordinationRoutes } from './features/coordination/routes.ts'
import { finalFileRoutes } from './features/final-files/routes.ts'
import { historyRoutes } from './features/history/routes.ts'
import type { House } from './features/house.ts'
import { letterTemplateRoutes } from './features/letter-templates/routes.ts'
import type { LookAtQueues } from './features/letters/operations-query.ts'
import { letterRoutes } from './features/letters/routes.ts'
import { meetingRoutes } from './features/meetings/routes.ts'
import { findDocument } from './features/packages/documents.ts'
import { packagesRoutes } from './features/packages/routes.ts'
import { suggestRepairs } from './features/pairing/table/repairs.ts'
import { pairingRoutes } from './features/pairing/table/routes.ts'
import { partnershipRoutes } from './features/partnerships/routes.ts'
import { privacyRoutes } from './features/privacy/routes.ts'
import { createArriveByToken } from './features/programs/arrive-by-token.ts'
import { createReach } from './features/programs/reach.ts'
import { programsRoutes } from './features/programs/routes.ts'
import { recommendationRoutes } from './features/recommendations/routes.ts'
import { progressOf } from './features/reviews/progress.ts'
import { packageSeat, programmesOf } from './features/reviews/read-package.ts'
import { reviewRoutes } from './features/reviews/routes.ts'
import { schoolsRoutes } from './features/schools/routes.ts'
import { sealRoutes } from './features/seals/routes.ts'
import { statechartRoutes } from './features/statecharts/routes.ts'
import { beginOrGoOn, installedAsDemo, type PrintedLink } from './first-start.ts'
import { type App, buildApp, mount } from './http/app.ts'
import type { FrameDeps } from './http/frame.ts'
import { type HealthChecks, healthRoutes } from './http/health.ts'
import { navOf } from './nav.ts'
import { openFiles } from './open-files.ts'
import { listen } from './processes/listen.ts'
import type { Deps, StartPart } from './processes/part.ts'
import { loadSeasons, operatorZone } from './seasons.ts'
import { isLoopback } from './setting-values.ts'
import type { Settings } from './settings.ts'

const isAction = (action: string): action is Action => action in permissions

/** The whole web app on a house: the frame, then every feature in a visible list. */
export const buildWeb = (
  house: House,
  {
    checks,
    outbox,
    bounceSecret,
    queues,
    ...frame
  }: Pick<FrameDeps, 'log' | 'trustProxy'> & {
    checks: HealthChecks
    outbox: Parameters<typeof outboxRoutes>[1]
    bounceSecret?: string | undefined
    queues?: LookAtQueues
  },
): App => {
  const bySession = createArrive(house)
  const byToken = createArriveByToken(house, async ({ tokenSha256, ip }, realMs) => {
    const admitted = await admit(house, { kind: 'token', email: tokenSha256, ip }, realMs)
    return 'waitSeconds' in admitted ? admitted.waitSeconds : null
  })
  const countUnsigned: Webhook['countWrong'] = async (ip, realMs) => {
    const admitted = await admit(house, { kind: 'token', email: `webhook ${ip}`, ip }, realMs)
    return 'waitSeconds' in admitted ? admitted.waitSeconds : null
  }
  const lately = (request: FastifyRequest) => isFresh(house.db, sessionCookie(request, house.publicUrl), Date.now())
  const app = buildApp({
    ...frame,
    publicUrl: house.publicUrl,
    demo: house.demo,
    secret: house.secret,
    newId: house.newId,
    arrive: (request, realMs) => (request.headers.authorization === undefined ? bySession : byToken)(request, realMs),
    mayEver: ({ roles }, { action }) =>
      isAction(action) &&
      everMay(
        action,
        roles.map(({ role }) => role as Role),
      ),
    reaches: createReach(house.db),
    nav: navOf(house, outbox.open),
    onSignedOut,
    rememberLang: async ({ personId }, lang) => {
      await house.db.updateTable('person').set({ lang }).where('id', '=', personId).execute()
    },
  })
  mount(app, scope => healthRoutes(scope, checks))
  mount(app, scope => accountsRoutes(scope, house))
  mount(app, scope => schoolsRoutes(scope, house))
  mount(app, scope => partnershipRoutes(scope, house, progressOf))
  mount(app, scope => coordinationRoutes(scope, house, suggestRepairs))
  mount(app, scope => pairingRoutes(scope, house))
  mount(app, scope => packagesRoutes(scope, house))
  mount(app, scope => reviewRoutes(scope, house))
  mount(app, scope => meetingRoutes(scope, house, findDocument))
  mount(app, scope =>
    recommendationRoutes(scope, house, (db, place, view) => programmesOf(db, packageSeat(place, view))),
  )
  mount(app, scope => finalFileRoutes(scope, house, fileReaders))
  mount(app, scope => historyRoutes(scope, house))
  mount(app, scope => letterRoutes(scope, house, queues ?? (async () => null)))
  mount(app, scope => privacyRoutes(scope, house, needles => forgetLetters(outbox.folder, needles)))
  mount(app, scope => statechartRoutes(scope, house))
  mount(app, scope => sealRoutes(scope, house, operatorZone(house.seasons)))
  mount(app, scope => clockRoutes(scope, house))
  mount(app, scope => letterTemplateRoutes(scope, house))
  mount(app, scope => programsRoutes(scope, house, lately))
  mount(app, scope => bounceRoutes(scope, house, { secret: bounceSecret, countWrong: countUnsigned }))
  mount(app, scope => outboxRoutes(scope, outbox))
  return app
}

const openHouse = async ({ db, settings }: Deps, demo: boolean): Promise<House> => {
  const { send } = createMailer({
    smtpUrl: settings.smtpUrl,
    outboxFolder: join(settings.dataFolder, 'outbox'),
    from: settings.mailFrom,
    dkim: await readSignature(settings.mail),
  })
  return composeHouse({
    db,
    seasons: loadSeasons(settings.dataFolder),
    files: openFiles(settings),
    mail: send,
    secret: await secret(settings.dataFolder, 'web'),
    publicUrl: settings.publicUrl,
    demo,
  })
}

/** A number is how many proxies stand before us; the addresses beyond them are what a stranger claims. */
const believed = (setting: Settings['trustProxy']) =>
  typeof setting === 'number' ? (_address: string, hop: number) => hop < setting : setting

// To the person who started the program, on the terminal; a log never holds a link.
const print = (links: readonly PrintedLink[]): void => {
  if (links.length === 0) return
  const width = Math.max(...links.map(({ name }) => name.length))
  console.log(['', ...links.map(({ name, url }) => `  ${name.padEnd(width)}  ${url}`), ''].join('\n'))
}

/**
 * The web as a part of a process. A new database on one's own machine becomes a demo, with `demo` any new one does; elsewhere it becomes a
 * real installation.
 */
export const startWeb =
  ({ demo }: { demo: boolean }): StartPart =>
  async deps => {
    const { settings, checks, log, db } = deps
    const own = settings.databaseUrl === undefined && isLoopback(settings.host)
    const wished = demo || own
    const installed = await installedAsDemo(db)
    const house = await openHouse(deps, installed ?? wished)
    const { links } = await beginOrGoOn(house, { demo: wished, printDemoLinks: isLoopback(settings.host) })
    const app = buildWeb(house, {
      checks,
      log,
      trustProxy: believed(settings.trustProxy),
      bounceSecret: settings.bounces.secret,
      queues: () => countJobs({ url: deps.url, redisUrl: settings.redisUrl, pool: settings.queuePool }),
      outbox: {
        folder: join(settings.dataFolder, 'outbox'),
        open: settings.smtpUrl === undefined && isLoopback(settings.host),
      },
    })
    const { host, port } = settings
    const { url, stop } = await listen(app, { host, port, remedy: 'PORT and HOST choose another.' })
    print(links)
    return { name: 'web', url, stop }
  }
