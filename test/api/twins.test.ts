import t from 'tap'
import type { RouteRow } from '../../src/http/route-access.ts'
import { testApp } from '../fixtures/app.ts'
import { testHouse } from '../fixtures/house.ts'

/** Pages and forms for which a program has no twin, each with its reason. */
const forPeopleAlone: readonly (readonly [RegExp, string])[] = [
  [/^\/(sign-in|sign-out|signed-in)(\/|$)/, 'a session is a person’s in a browser; a program has a token'],
  [/^\/me\/(password|link|address-works|sign-out-elsewhere|sign-out-everywhere)$/, 'the same'],
  [/^\/me\/programs(\/|$)/, 'a program makes no programs'],
  [/^POST \/me$/, 'a person says of themselves what they are called'],
  [/^\/(language|kept-form)$/, 'they belong to the pages'],
  [/^\/(live|health|openapi\.json)$/, 'these are data already'],
  [/^\/api$/, 'its data is /openapi.json'],
  [/^\/(assets|problems)\//, 'they explain and adorn pages'],
  [/^\/privacy$/, 'the policy is a text for people'],
  [/^\/clock(\/|$)/, 'only a demo has it, and a program would move the time under people'],
  [
    /^\/letters\/unsubscribe\//,
    'the way out of a letter is for its reader and their mail program; a program has /api/me/letters/mute',
  ],
  [/^\/outbox(\/|$)/, 'only at the machine itself: it holds links that sign people in'],
]

/** Where the twin of a page or a form has another path or method than the same under /api, and why. */
const elsewhere: Readonly<Record<string, readonly [twin: string, why: string]>> = {
  'GET /': ['GET /api/partnerships', 'the home is the list of partnerships, and the one that is one’s own'],
  'GET /me': ['GET /api/me', 'the same'],
  'GET /schools/:school/edit': ['GET /api/schools/:school', 'the form holds the record'],
  'GET /schools/:school/people/:person': ['GET /api/schools/:school/people', 'a line of the list'],
  'POST /schools/:school': ['PUT /api/schools/:school', 'a write over a version'],
  'POST /partnerships/:root/seats/:seat/package/factors': ['PUT', 'a write over a version'],
  'POST /partnerships/:root/seats/:seat/package/programmes/:programme': ['PUT', 'a write over a version'],
  'POST /partnerships/:root/assignments/:reviewer/:reviewed/forms/:form': [
    'PUT /api/partnerships/:root/assignments/:reviewer/:reviewed/answers/:form/:question',
    'the plain form sends all its lines, a program one at a time',
  ],
  'POST /partnerships/:root/assignments/:reviewer/:reviewed/answers/:form/:question': ['PUT', 'a write over a version'],
  'GET /partnerships/:root/meeting/record': ['GET /api/partnerships/:root/meeting', 'the form shows the meeting'],
  'POST /partnerships/:root/meeting/minutes': ['PUT', 'a write over a version'],
  'GET /partnerships/:root/assignments/:reviewer/:reviewed/recommendations/send': [
    'GET /api/partnerships/:root/assignments/:reviewer/:reviewed/recommendations',
    'the form shows the list',
  ],
  'POST /partnerships/:root/assignments/:reviewer/:reviewed/recommendations/items/:item': [
    'PUT',
    'a write over a version',
  ],
  'POST /partnerships/:root/assignments/:reviewer/:reviewed/recommendations/items/:item/answer': ['PUT', 'the same'],
  'POST /partnerships/:root/assignments/:reviewer/:reviewed/recommendations/items/:item/dispute': ['PUT', 'the same'],
  'POST /partnerships/:root/seats/:seat/file/proof': ['PUT', 'a write over a version'],
  'POST /letters/templates/:kind/:lang': ['PUT', 'a write over a version'],
  'POST /letters/templates/:kind/:lang/original': ['PUT', 'the same'],
}

t.setTimeout(60_000)

t.test('everything that a page shows or does, a program can read or do', async t => {
  const th = await testHouse(t)
  const app = await testApp(th)
  t.teardown(() => app.close())
  const name = ({ method, url }: RouteRow) => `${method} ${url}`
  const routes = app.routeTable().filter(({ method }) => method !== 'HEAD')
  const known = new Set(routes.map(name))
  const twinOf = (route: RouteRow): string => {
    const [twin] = elsewhere[name(route)] ?? [route.method]
    return twin.includes(' ') ? twin : `${twin} /api${route.url}`
  }
  let [twins, people] = [0, 0]
  for (const route of routes.filter(({ url, config }) => !url.startsWith('/api/') && !config.webhook)) {
    if (forPeopleAlone.some(([pattern]) => pattern.test(route.url) || pattern.test(name(route)))) {
      people += 1
      continue
    }
    twins += 1
    t.ok(known.has(twinOf(route)), `${name(route)} → ${twinOf(route)}`)
  }
  t.comment(`${twins} pages and forms have twins, ${people} are for people alone`)
  for (const from of Object.keys(elsewhere)) t.ok(known.has(from), `${from} is still a page`)
})
