import { randomUUID } from 'node:crypto'
import t from 'tap'
import { standingsOf } from '../src/features/access/standings.ts'
import type { RouteRow } from '../src/http/route-access.ts'
import { type Action, everMay, mayAct, permissions, type Role } from '../workflows/permissions.ts'
import { testApp } from './fixtures/app.ts'
import { sessionOf, testHouse } from './fixtures/house.ts'
import { sampleOf } from './fixtures/sample.ts'

/** Of the pair: its own people, its officers with one school or both in scope, and somebody who has nothing to do with it. */
const people = [
  'school-21-head',
  'school-21-helper',
  'priirtyshskaya-coordinator',
  'curator-gymnasium-1',
  'curator-school-40',
  'municipal-smolensk',
  'regional-tyumen',
  'federal',
  'taychinskaya-head',
] as const

t.setTimeout(240_000)
const th = await testHouse(t)
const app = await testApp(th)
t.teardown(() => app.close())

const pair = th.demo.groups.get('pair') ?? ''
const trio = th.demo.groups.get('trio') ?? ''
const cookies = new Map<string, string>()
const roles = new Map<string, Role[]>()
const held = async (person: string): Promise<Role[]> => {
  const [members, curators, coordinators] = await Promise.all([
    th.db.selectFrom('member').select('role').where('person', '=', person).execute(),
    th.db.selectFrom('curator').select('person').where('person', '=', person).limit(1).execute(),
    th.db.selectFrom('coordinator').select('level').where('person', '=', person).execute(),
  ])
  return [
    ...members.map(({ role }) => role),
    ...curators.map(() => 'curator' as const),
    ...coordinators.map(({ level }) => `${level}Coordinator` as const),
  ]
}
for (const name of people) {
  cookies.set(name, await sessionOf(th, name))
  roles.set(name, await held(th.person(name)))
}

const routes = app.routeTable().filter(({ method }) => method !== 'HEAD')
const ofPartnerships = routes.filter(
  (route): route is RouteRow & { access: { action: string; object: string } } =>
    typeof route.access === 'object' && route.url.includes('/partnerships/:root'),
)

const place = (url: string, root: string) =>
  url
    .replace(':root', root)
    .replace(/:(seat|reviewer)\b/g, '1')
    .replace(/:reviewed\b/g, '2')
    .replace(/:form\b/g, 'midterm-programme')
    .replace(/:question\b/g, 'midterm.tasks-match-goal')
    .replace(/:slot\b/g, 'development-concept')
    .replace('/kept/:kind', '/kept/document')
    .replace('/texts/:kind', '/texts/reason')
    .replace('/templates/:kind/:lang', '/templates/packageSent/ru')
    .replace(/:\w+/g, randomUUID())

const payloadOf = (route: RouteRow) => {
  if (withFile(route)) return { payload: emptyForm }
  const body = sampleOf(route.schema?.body)
  return body === undefined ? {} : { payload: body as object }
}

/** Forms with a file are read piece by piece by their own reader, behind the schema. */
const withFile = ({ method, url }: RouteRow) =>
  method === 'POST' &&
  /(package\/(documents|programmes)|file\/attachments)$/.test(url) &&
  !/^\/api.*programmes$/.test(url)
const boundary = 'vzaimo-test'
const emptyForm = `--${boundary}\r\ncontent-disposition: form-data; name="slot"\r\n\r\ndevelopment-concept\r\n--${boundary}--\r\n`

const ask = async (route: RouteRow, name: string | null, root: string) => {
  const { method, url, schema } = route
  const query = Object.entries((sampleOf(schema?.querystring) as object | undefined) ?? {})
  const search = query.length === 0 ? '' : `?${new URLSearchParams(query.map(([key, value]) => [key, String(value)]))}`
  return app.inject({
    method: method as 'GET',
    url: place(url, root) + search,
    headers: {
      accept: 'application/json',
      'x-vzaimo': '1',
      'sec-fetch-site': 'same-origin',
      'idempotency-key': randomUUID(),
      'if-match': '"0"',
      ...(name === null ? {} : { cookie: cookies.get(name) ?? '' }),
      ...(withFile(route) ? { 'content-type': `multipart/form-data; boundary=${boundary}` } : {}),
    },
    ...payloadOf(route),
  })
}

/** A route that serves more than one kind of reader names the widest action; these are the others by which one may come. */
const alsoBy: Readonly<Record<string, readonly Action[]>> = { 'package.read': ['package.open'] }

const isAction = (action: string): action is Action => action in permissions
const table = {
  seats: [1, 2],
  assignments: [
    { reviewer: 1, reviewed: 2 },
    { reviewer: 2, reviewed: 1 },
  ],
}

t.test('every route of a partnership names an action of the one table', async t => {
  t.ok(ofPartnerships.length > 20, `${ofPartnerships.length} routes of partnerships`)
  for (const { method, url, access } of ofPartnerships)
    t.ok(isAction(access.action), `${method} ${url}: ${access.action}`)
})

t.test('signed out, nobody gets anything of anybody', async t => {
  for (const route of routes.filter(({ access }) => access !== 'public')) {
    const { statusCode } = await ask(route, null, pair)
    t.equal(statusCode, 401, `${route.method} ${route.url}`)
  }
})

t.test('a role that never has the action is refused before the object is looked at', { timeout: 120_000 }, async t => {
  for (const route of ofPartnerships)
    for (const name of people) {
      const { action } = route.access
      if (!isAction(action) || everMay(action, roles.get(name) ?? [])) continue
      for (const root of [pair, trio, randomUUID()])
        t.equal((await ask(route, name, root)).statusCode, 403, `${name} ${route.method} ${route.url}`)
    }
})

t.test('a foreign partnership and one that does not exist give the same answer', { timeout: 120_000 }, async t => {
  for (const route of ofPartnerships)
    for (const name of ['taychinskaya-head', 'school-21-head', 'curator-school-40', 'municipal-smolensk'] as const) {
      const { action } = route.access
      const foreign = name === 'school-21-head' ? trio : pair
      const standings = await standingsOf(th.db, th.person(name), foreign)
      if (!isAction(action) || !everMay(action, roles.get(name) ?? []) || standings.length > 0) continue
      const [theirs, none] = [await ask(route, name, foreign), await ask(route, name, randomUUID())]
      const text = (body: string) => body.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
      t.equal(theirs.statusCode, 404, `${name} ${route.method} ${route.url}`)
      t.equal(text(theirs.body), text(none.body), 'to the letter')
    }
})

t.test('who may not act for this seat is refused, who may is not', { timeout: 120_000 }, async t => {
  let [refused, admitted] = [0, 0]
  for (const route of ofPartnerships)
    for (const name of people) {
      const { action } = route.access
      if (!isAction(action) || !everMay(action, roles.get(name) ?? [])) continue
      const standings = await standingsOf(th.db, th.person(name), pair)
      if (standings.length === 0) continue
      const verdicts = [action, ...(alsoBy[action] ?? [])].map(each => mayAct(each, standings, table, 1))
      const { statusCode, body } = await ask(route, name, pair)
      if (verdicts.every(verdict => typeof verdict === 'string')) {
        refused += 1
        t.ok([403, 404].includes(statusCode), `${name} ${route.method} ${route.url}: ${statusCode}`)
      } else {
        admitted += 1
        t.not(statusCode, 401, `${name} ${route.method} ${route.url}`)
        t.not(statusCode, 500, `${name} ${route.method} ${route.url} ${body.slice(0, 300)}`)
      }
    }
  t.comment(`${refused} refused, ${admitted} admitted`)
})
