import { Type } from '@fastify/type-provider-typebox'
import t from 'tap'
import type { App } from '../../src/http/app.ts'
import { html } from '../../src/http/html.ts'
import { page, sendPage } from '../../src/http/layout.ts'
import { problem, throwProblem } from '../../src/http/problems.ts'
import { frameWith, keptLog, plainSpaces } from '../fixtures/frame.ts'

const Score = Type.Object({ score: Type.Integer({ minimum: 0, maximum: 3 }), comment: Type.Optional(Type.String()) })

function routes(app: App): void {
  app.get('/hello', { config: { access: 'public' } }, async (request, reply) =>
    sendPage(reply, page(request.frame, { title: 'Привет', body: html`<p>${'ш'.repeat(2000)}</p>` })),
  )
  app.get('/mine', { config: { access: 'signed-in' } }, async (request, reply) =>
    sendPage(reply, page(request.frame, { title: 'Моё', body: html`<p>${request.viewer?.personId}</p>` })),
  )
  app.get(
    '/find',
    {
      config: { access: 'public' },
      schema: { querystring: Type.Object({ limit: Type.Optional(Type.Integer({ maximum: 200 })) }) },
    },
    async request => ({
      limit: request.query.limit,
    }),
  )
  app.post('/api/scores', { config: { access: 'signed-in' }, schema: { body: Score } }, async request => ({
    took: request.body.score,
  }))
  app.post('/publish', { config: { access: { action: 'publishPairs', object: 'cycle' } } }, async () => ({
    read: 'never',
  }))
  app.get('/busy', { config: { access: 'public' } }, async () => {
    throw new Error('timeout exceeded when trying to connect')
  })
  app.get('/bug', { config: { access: 'public' } }, async () => {
    throw new Error('Иванова, телефон 12-34-56')
  })
  app.get('/stale', { config: { access: 'public' } }, async () =>
    throwProblem(problem('stale', { since: ['Партнёр отправил пакет'] })),
  )
}

t.test('a route that does not say who may call it stops the start', async t => {
  const app = frameWith(scope => scope.get('/forgotten', async () => 'hi'))
  await t.rejects(async () => app.ready(), /GET \/forgotten does not say who may call it/)
})

t.test('the table of routes names every route with its access, HEAD too', async t => {
  const app = frameWith(routes)
  await app.ready()
  const rows = app.routeTable()
  t.match(
    rows.find(row => row.url === '/mine'),
    { method: 'GET', access: 'signed-in' },
  )
  t.ok(rows.some(row => row.url === '/mine' && row.method === 'HEAD'))
  t.same(rows.find(row => row.url === '/publish')?.access, { action: 'publishPairs', object: 'cycle' })
  t.ok(rows.every(row => row.access !== undefined))
})

t.test('only our own scripts, styles and fonts; nothing inline; https words only over https', async t => {
  const plain = await frameWith(routes).inject('/hello')
  const policy = String(plain.headers['content-security-policy'])
  t.match(policy, /script-src 'self'(;|$)/)
  t.match(policy, /style-src 'self'(;|$)/)
  t.notMatch(policy, /unsafe|upgrade|http:|https:|\*/)
  t.equal(plain.headers['strict-transport-security'], undefined)
  t.notMatch(plain.body, /<script(?![^>]* src=)|style=| on\w+=/)
  const secure = await frameWith(routes, { publicUrl: 'https://vzaimo.example.org' }).inject('/hello')
  t.match(secure.headers['content-security-policy'], /upgrade-insecure-requests/)
  t.match(secure.headers['strict-transport-security'], /max-age/)
})

t.test('an unknown field is refused in body, query and form, and nothing is silently dropped', async t => {
  const app = frameWith(routes)
  const headers = { cookie: 'person=head', 'x-vzaimo': '1', 'accept-language': 'ru' }
  const body = await app.inject({ method: 'POST', url: '/api/scores', headers, payload: { score: 2, colour: 'red' } })
  t.equal(body.statusCode, 422)
  t.equal(body.headers['content-type'], 'application/problem+json; charset=utf-8')
  t.match(JSON.parse(plainSpaces(body.body)), {
    type: '/problems/unprocessable',
    status: 422,
    fields: [{ field: 'colour', code: 'unknown', says: 'Такого поля здесь нет' }],
  })
  const query = await app.inject({ url: '/find?limit=5&offset=3', headers: { accept: 'application/json' } })
  t.equal(query.statusCode, 422)
  t.match(query.json().fields, [{ field: 'offset' }])
})

t.test('a query is text and its numbers are read; a number in quotes is refused in JSON', async t => {
  const app = frameWith(routes)
  t.same((await app.inject('/find?limit=5')).json(), { limit: 5 })
  const headers = { cookie: 'person=head', 'x-vzaimo': '1' }
  const quoted = await app.inject({ method: 'POST', url: '/api/scores', headers, payload: { score: '2' } })
  t.equal(quoted.statusCode, 422)
  t.match(quoted.json().fields, [{ field: 'score' }])
  const empty = await app.inject({ method: 'POST', url: '/api/scores', headers, payload: {} })
  t.match(JSON.parse(plainSpaces(empty.body)).fields, [{ field: 'score', code: 'required', says: 'Не заполнено' }])
  const over = await app.inject({ method: 'POST', url: '/api/scores', headers, payload: { score: 9 } })
  t.match(JSON.parse(plainSpaces(over.body)).fields, [{ field: 'score', code: 'too-large', says: /Не больше\s3/ }])
})

t.test('a role that never has the action is refused before the route runs', async t => {
  const refused = await frameWith(routes).inject({
    method: 'POST',
    url: '/publish',
    headers: { cookie: 'person=head', 'x-vzaimo': '1' },
  })
  t.equal(refused.statusCode, 403)
  t.match(refused.json(), { type: '/problems/forbidden' })
})

t.test('a full pool answers 503 with Retry-After, to browsers as a page', async t => {
  const app = frameWith(routes)
  const forPrograms = await app.inject({ url: '/busy', headers: { accept: 'application/json' } })
  t.equal(forPrograms.statusCode, 503)
  t.equal(forPrograms.headers['retry-after'], '2')
  const forPeople = await app.inject({ url: '/busy', headers: { accept: 'text/html' } })
  t.equal(forPeople.statusCode, 503)
  t.match(plainSpaces(forPeople.body), /Сейчас очередь/)
})

t.test('a bug answers with the number of the request and tells nothing else', async t => {
  const { log, lines } = keptLog()
  const answer = await frameWith(routes, { log }).inject({ url: '/bug?name=Иванова', headers: { accept: 'text/html' } })
  t.equal(answer.statusCode, 500)
  t.match(plainSpaces(answer.body), /<code>req-1<\/code>/)
  t.equal(answer.headers['x-request-id'], 'req-1')
  t.notMatch(answer.body, /Иванова/)
  t.match(lines.join(''), /app\.test[\s\S]*"bug"[\s\S]*"reqId":"req-1"[\s\S]*"route":"\/bug"/)
  t.notMatch(lines.join(''), /Иванова|12-34-56|127\.0\.0\.1/)
})

t.test('what is thrown elsewhere in the server has a problem of its own', async t => {
  const app = frameWith(routes)
  const headers = { cookie: 'person=head', 'x-vzaimo': '1', 'content-type': 'application/json' }
  const cut = await app.inject({ method: 'POST', url: '/api/scores', headers, payload: '{"score":' })
  t.equal(cut.statusCode, 400)
  t.match(cut.json(), { type: '/problems/malformed' })
  const large = await app.inject({
    method: 'POST',
    url: '/api/scores',
    headers,
    payload: JSON.stringify({ comment: 'x'.repeat(1_100_000) }),
  })
  t.equal(large.statusCode, 413)
  t.match(large.json(), { type: '/problems/too-large', limitBytes: 1_048_576 })
  const xml = await app.inject({
    method: 'POST',
    url: '/api/scores',
    headers: { ...headers, 'content-type': 'text/xml' },
    payload: '<a/>',
  })
  t.equal(xml.statusCode, 415)
  const nowhere = await app.inject({ url: '/api/nowhere' })
  t.equal(nowhere.statusCode, 404)
  t.match(nowhere.json(), { type: '/problems/not-found', instance: /^urn:request:req-\d+$/ })
})

t.test('a problem says in a page what is safe, what is in the way, and what happened since', async t => {
  const answer = await frameWith(routes).inject({ url: '/stale', headers: { accept: 'text/html' } })
  t.equal(answer.statusCode, 409)
  t.match(plainSpaces(answer.body), /Ничего не записано[\s\S]*Партнёр отправил пакет[\s\S]*Откройте её заново/)
  const explained = await frameWith(routes).inject({ url: '/problems/stale', headers: { 'accept-language': 'en' } })
  t.match(plainSpaces(explained.body), /The page has grown old/)
})

t.test('openapi.json describes the API out of the same schemas, and leaves pages out', async t => {
  const answer = await frameWith(routes).inject('/openapi.json')
  const api = answer.json()
  t.equal(api.openapi, '3.1.0')
  t.same(Object.keys(api.paths), ['/api/scores'])
  const post = api.paths['/api/scores'].post
  t.equal(post.requestBody.content['application/json'].schema.additionalProperties, false)
  const refused = api.components.responses[post.responses['422'].$ref.split('/').at(-1)]
  const [problem] = refused.content['application/problem+json'].schema.allOf
  t.same(problem, { $ref: '#/components/schemas/Problem' })
  t.ok(api.components.schemas.Problem.properties.type.enum.includes('/problems/stale'))
})

t.test('pages over 1 KB are compressed, but not for a request that another site began', async t => {
  const app = frameWith(routes)
  const packed = await app.inject({ url: '/hello', headers: { 'accept-encoding': 'gzip, br' } })
  t.equal(packed.headers['content-encoding'], 'br')
  t.match(packed.headers.vary, /cookie.*accept-encoding/)
  const zipped = await app.inject({ url: '/hello', headers: { 'accept-encoding': 'gzip, br;q=0' } })
  t.equal(zipped.headers['content-encoding'], 'gzip')
  const foreign = await app.inject({
    url: '/hello',
    headers: { 'accept-encoding': 'br', 'sec-fetch-site': 'cross-site' },
  })
  t.equal(foreign.headers['content-encoding'], undefined)
})

t.test('static files are kept for ever under their hash, and come compressed', async t => {
  const app = frameWith(routes)
  const href = (await app.inject('/hello')).body.match(/\/assets\/\w+\/vzaimo\.css/)?.[0] ?? ''
  const css = await app.inject({ url: href, headers: { 'accept-encoding': 'br' } })
  t.equal(css.headers['cache-control'], 'public, max-age=31536000, immutable')
  t.equal(css.headers['content-encoding'], 'br')
  const readable = (await app.inject(href)).body
  t.notMatch(readable, /\/\*/)
  const font = readable.match(/url\(\.\.(\/\w+\/lit-c\.woff2)\)/)?.[1] ?? ''
  t.equal((await app.inject(`/assets${font}`)).headers['content-type'], 'font/woff2')
  const old = await app.inject('/assets/0000000000000000/vzaimo.css')
  t.equal(old.headers['cache-control'], 'no-cache')
  t.equal((await app.inject('/assets/0/secrets.txt')).statusCode, 404)
})

t.test('the language is the reader’s own, else what was chosen, else what the browser asks for', async t => {
  const remembered: string[] = []
  const app = frameWith(routes, {
    rememberLang: async (viewer, lang) => void remembered.push(`${viewer.personId} ${lang}`),
  })
  t.match((await app.inject('/hello')).body, /<html lang="ru">/)
  t.match(
    (await app.inject({ url: '/hello', headers: { 'accept-language': 'en-GB,ru;q=0.5' } })).body,
    /<html lang="en">/,
  )
  t.match((await app.inject({ url: '/hello', headers: { cookie: 'lang=en' } })).body, /<html lang="en">/)
  const back = async (to: string) =>
    app.inject({
      method: 'POST',
      url: '/language',
      headers: { cookie: 'person=head' },
      payload: { lang: 'en', back: to },
    })
  const chosen = await back('/mine?x=1')
  t.equal(chosen.statusCode, 303)
  t.equal(chosen.headers.location, '/mine?x=1')
  t.same(remembered, ['p-head en'])
  t.match(chosen.headers['set-cookie'], /lang=en.*HttpOnly.*SameSite=Lax/)
  for (const trap of ['//evil.example', '/\\evil.example', 'https://evil.example'])
    t.equal((await back(trap)).headers.location, '/')
})
