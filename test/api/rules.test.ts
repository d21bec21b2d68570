import { randomUUID } from 'node:crypto'
import t from 'tap'
import type { RouteRow } from '../../src/http/route-access.ts'
import { type Action, permissions, type Role } from '../../workflows/permissions.ts'
import { testApp } from '../fixtures/app.ts'
import { testHouse } from '../fixtures/house.ts'
import { sampleOf } from '../fixtures/sample.ts'
import { readApi } from './fixtures/document.ts'
import { tokenFor } from './fixtures/token.ts'

t.setTimeout(240_000)

const th = await testHouse(t)
const app = await testApp(th)
t.teardown(() => app.close())

/** Somebody of each role, of the pair where the role has one. */
const people: Readonly<Record<Role, string>> = {
  head: 'school-21-head',
  schoolCoordinator: 'school-21-coordinator',
  helper: 'school-21-helper',
  curator: 'curator-gymnasium-1',
  municipalCoordinator: 'municipal-smolensk',
  regionalCoordinator: 'regional-tyumen',
  federalCoordinator: 'federal',
}
const tokens = new Map<string, string>()
for (const name of Object.values(people)) tokens.set(name, await tokenFor(th, name))

const isAction = (action: string): action is Action => action in permissions

/** Somebody whose role has the route's action, so that what comes after the roles is reached. */
const whoMay = ({ access }: RouteRow): string => {
  if (typeof access === 'string' || !isAction(access.action)) return people.head
  const roles = Object.keys(permissions[access.action]) as Role[]
  return people[roles[0] ?? 'federalCoordinator']
}

const routes = app.routeTable().filter(({ method, url }) => method !== 'HEAD' && url.startsWith('/api/'))
const changing = routes.filter(({ method }) => method !== 'GET')
const multipart = ({ schema }: RouteRow) => 'consumes' in (schema ?? {})
const name = ({ method, url }: RouteRow) => `${method} ${url}`

const headersIn = ({ schema }: RouteRow): string[] => {
  const { properties = {} } = (schema?.headers ?? {}) as { properties?: object }
  return Object.keys(properties)
}

const boundary = 'vzaimo-test'
const emptyForm = `--${boundary}\r\ncontent-disposition: form-data; name="slot"\r\n\r\nnone\r\n--${boundary}--\r\n`

type Change = {
  readonly without?: string
  readonly body?: (body: object) => object
  readonly query?: Readonly<Record<string, string>>
  readonly payload?: string
}

/** Asks a route with everything in order but for the change, about a thing that there is not. */
const ask = (route: RouteRow, { without, body = it => it, query = {}, payload }: Change = {}) => {
  const params = (sampleOf(route.schema?.params) ?? {}) as Readonly<Record<string, string>>
  const path = route.url.replace(/:(\w+)/g, (_, param: string) => String(params[param] ?? randomUUID()))
  const wanted = (sampleOf(route.schema?.querystring) ?? {}) as Readonly<Record<string, string>>
  const search = new URLSearchParams({ ...wanted, ...query })
  const all: Record<string, string> = {
    authorization: `Bearer ${tokens.get(whoMay(route))}`,
    'idempotency-key': randomUUID(),
    'if-match': '"0"',
    ...(route.method === 'GET'
      ? {}
      : { 'content-type': multipart(route) ? `multipart/form-data; boundary=${boundary}` : 'application/json' }),
  }
  const { [without ?? '']: _, ...headers } = all
  const sample = (sampleOf(route.schema?.body) ?? {}) as object
  const sent = payload ?? (multipart(route) ? emptyForm : JSON.stringify(body(sample)))
  return app.inject({
    method: route.method as 'GET',
    url: `${path}${search.size === 0 ? '' : `?${search}`}`,
    headers,
    ...(route.method === 'GET' ? {} : { payload: sent }),
  })
}

const typeOf = (answer: { body: string }) => (JSON.parse(answer.body) as { type?: string }).type

t.test('every POST takes an Idempotency-Key and does nothing without', async t => {
  for (const route of changing.filter(({ method }) => method === 'POST')) {
    t.ok(headersIn(route).includes('idempotency-key'), name(route))
    const answer = await ask(route, { without: 'idempotency-key' })
    t.same([answer.statusCode, typeOf(answer)], [400, '/problems/key-required'], name(route))
  }
})

t.test('every PUT, and every act, takes If-Match and does nothing without', async t => {
  for (const route of changing.filter(({ method }) => method === 'PUT'))
    t.ok(headersIn(route).includes('if-match'), name(route))
  const versioned = changing.filter(route => headersIn(route).includes('if-match'))
  t.ok(versioned.length > 20, `${versioned.length} routes`)
  for (const route of versioned) {
    const answer = await ask(route, { without: 'if-match' })
    t.same([answer.statusCode, typeOf(answer)], [428, '/problems/precondition-required'], name(route))
  }
})

t.test('an unknown field is refused, in the body and in the query', async t => {
  const unknown = async (route: RouteRow, change: Change) => {
    const answer = await ask(route, change)
    t.equal(answer.statusCode, 422, `${name(route)} ${answer.body.slice(0, 200)}`)
    t.match(answer.json(), { fields: [{ field: 'nobodyAsked', code: 'unknown' }] }, name(route))
  }
  for (const route of routes) await unknown(route, { query: { nobodyAsked: '1' } })
  for (const route of changing.filter(it => !multipart(it)))
    await unknown(route, { body: body => ({ ...body, nobodyAsked: 1 }) })
})

t.test('a body of more than 1 MB is not taken', async t => {
  const payload = JSON.stringify({ text: 'x'.repeat(1024 * 1024) })
  for (const route of changing.filter(it => !multipart(it))) {
    const answer = await ask(route, { payload })
    t.same([answer.statusCode, typeOf(answer)], [413, '/problems/too-large'], name(route))
  }
})

t.test('a JSON body that is none, and one of another kind, are told so', async t => {
  for (const route of changing.filter(it => !multipart(it)))
    t.equal((await ask(route, { payload: '{' })).statusCode, 400, name(route))
})

/** Lists that come whole: each belongs to one thing, which bounds it. */
const wholeLists: readonly (readonly [RegExp, string])[] = [
  [/^\/api\/schools\/:school\/people$/, 'the people of one school'],
  [/^\/api\/machines$/, 'the machines of the program'],
  [/^\/api\/seals\/:day$/, 'the heads that one seal is over: a part of them proves nothing'],
  [/^\/api\/me$/, 'the roles of one person'],
  [/^\/api\/partnerships\/:root(\/manage|\/meeting|)$/, 'the seats of one partnership, their duties and slots'],
  [/\/(package|file)$/, 'the slots and acts of one package or file'],
  [/\/(versions|choices|minutes)$/, 'the wordings of one text, of which a merge needs all'],
  [/\/recommendations(\/items\/:item(\/(answer|dispute))?)?$/, 'the items of one review and their wordings'],
  [/\/assignments\/:reviewer\/:reviewed(\/submit|\/forms\/:form|)$/, 'the lines of one form'],
  [/\/privacy$/, 'the files of one partnership, and what was found of its texts, a hundred at most'],
  [/^\/api\/erasures\/:person$/, 'the tables that name one person'],
  [/\/pairing\/preview$/, 'the schools of one partnership to be'],
  [/\/pairing-table\/run$/, 'the sentences on why one run proposed nothing'],
  [/\/pairing-table\/schools\/:school$/, 'the pair of one school, and twenty others at most'],
  [/\/pairing-table\/regions$/, 'the regions of the country by each other: a matrix is read whole'],
  [/^\/api\/pairing-tables$/, 'the seasons, one a year'],
  [/^\/api\/letters\/:letter$/, 'the reasons, attempts and bounces of one letter'],
  [/\/questions$/, 'the questions about one document'],
  [/^\/api\/letters\/templates(\/:kind\/:lang)?$/, 'the texts of the program, and the versions of one of them'],
]

t.test('a list that grows with schools or with time comes in parts of 200 at most, by a cursor', async t => {
  const { operations } = readApi((await app.inject('/openapi.json')).body)
  let parts = 0
  for (const { method, path, parameters, responses } of operations.filter(it => it.method === 'GET')) {
    const url = path.replace(/\{(\w+)\}/g, ':$1')
    const text = JSON.stringify(responses['200'])
    const lists = /"type":"array","items":\{"(type":"object|required|anyOf)/.test(text)
    const limit = parameters.find(it => it.name === 'limit')
    if (!lists || limit === undefined) {
      t.ok(!lists || wholeLists.some(([pattern]) => pattern.test(url)), `${method} ${url} comes whole`)
      continue
    }
    parts += 1
    t.ok(
      parameters.some(it => ['after', 'before'].includes(it.name)),
      `${url} has a cursor`,
    )
    const route = routes.find(it => it.method === 'GET' && it.url === url)
    if (route === undefined) throw new Error(url)
    for (const wrong of ['0', '201', 'many'])
      t.equal((await ask(route, { query: { limit: wrong } })).statusCode, 422, `${url} limit ${wrong}`)
    t.not((await ask(route, { query: { limit: '200' } })).statusCode, 422, `${url} limit 200`)
  }
  t.ok(parts >= 2, `${parts} lists in parts`)
})

t.test('the parts of a list put together are the list', async t => {
  const headers = { authorization: `Bearer ${tokens.get('federal')}` }
  const walk = async (path: string, cursor: string, key: string, limit: number) => {
    const found: object[] = []
    let next: string | number | null = null
    do {
      const search: string = next === null ? '' : `&${cursor}=${encodeURIComponent(next)}`
      const part = (await app.inject({ url: `${path}?limit=${limit}${search}`, headers })).json()
      t.ok(part[key].length <= limit)
      found.push(...part[key])
      next = part.next
    } while (next !== null)
    return found
  }
  const pair = th.demo.groups.get('pair') ?? ''
  for (const [seat, person] of [
    [1, 'school-21-head'],
    [2, 'priirtyshskaya-head'],
  ] as const)
    await th.house.dispatch({
      root: pair,
      key: `seat/${seat}`,
      event: { type: 'seat.signIn' },
      person: th.person(person),
      at: '2022-09-28T08:00:00.000Z',
    })
  for (const [path, cursor, key] of [
    ['/api/partnerships', 'after', 'partnerships'],
    [`/api/partnerships/${pair}/history`, 'before', 'rows'],
  ] as const) {
    const whole = await walk(path, cursor, key, 200)
    t.ok(whole.length > 1, `${path}: ${whole.length}`)
    t.same(await walk(path, cursor, key, 1), whole, path)
  }
})

t.test('what is read can be written over: instances answer with an ETag that If-Match takes', async t => {
  const headers = { authorization: `Bearer ${tokens.get('school-21-head')}` }
  const pair = th.demo.groups.get('pair') ?? ''
  const school = th.demo.schools.get('school-21') ?? ''
  for (const url of [
    `/api/partnerships/${pair}`,
    `/api/partnerships/${pair}/seats/1/package`,
    `/api/partnerships/${pair}/assignments/1/2`,
    `/api/schools/${school}`,
    `/api/schools/${school}/people`,
  ])
    t.match((await app.inject({ url, headers })).headers.etag, /^"[0-9a-f]+"$/, url)
})
