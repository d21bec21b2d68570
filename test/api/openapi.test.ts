import { Validator } from '@seriousme/openapi-schema-validator'
import t from 'tap'
import { testApp } from '../fixtures/app.ts'
import { testHouse } from '../fixtures/house.ts'
import { readApi } from './fixtures/document.ts'

t.setTimeout(120_000)

const th = await testHouse(t)
const app = await testApp(th)
t.teardown(() => app.close())
const text = (await app.inject('/openapi.json')).body
const { operations } = readApi(text)

t.test('the document is OpenAPI 3.1 by its own meta-schema', async t => {
  const { valid, errors } = await new Validator().validate(JSON.parse(text))
  t.ok(valid, JSON.stringify(errors)?.slice(0, 2000))
  const broken = { ...JSON.parse(text), paths: { '/api/me': { get: { operationId: 7 } } } }
  t.notOk((await new Validator().validate(broken)).valid, 'and would not be with a fault in it')
})

t.test('it has every route of the API, and no page', async t => {
  const routes = app
    .routeTable()
    .filter(({ method, url, config }) => method !== 'HEAD' && (url.startsWith('/api/') || config.webhook))
    .map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`)
  t.same(operations.map(({ method, path }) => `${method} ${path}`).toSorted(), routes.toSorted())
})

t.test('every operation has a name of its own, a sentence, a section, and says what it answers', async t => {
  const ids = operations.map(({ id }) => id)
  t.equal(new Set(ids).size, ids.length, 'no name twice')
  for (const { id, summary, tags, responses, path, parameters } of operations) {
    t.match(id, /^(get|post|put|delete)[A-Z][A-Za-z]+$/, id)
    t.match(summary, /^[A-Z][^а-яё]+ /i, `${id}: ${summary}`)
    t.equal(tags.length, 1, id)
    const statuses = Object.keys(responses)
    t.ok(
      statuses.some(status => status.startsWith('2')),
      `${id} answers well`,
    )
    t.ok(
      ['401', '422', '500', '503'].every(status => statuses.includes(status)),
      `${id} refuses`,
    )
    const placed = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    t.same(
      parameters
        .filter(it => it.in === 'path')
        .map(({ name }) => name)
        .toSorted(),
      placed.toSorted(),
      id,
    )
    for (const [status, { description, content = {} }] of Object.entries(responses)) {
      t.not(description, 'Default Response', `${id} ${status}`)
      if (Number(status) >= 400) t.same(Object.keys(content), ['application/problem+json'], `${id} ${status}`)
    }
  }
})

t.test('it tells how to come: by a token, or by a session', async t => {
  const { components, security } = JSON.parse(text)
  t.match(components.securitySchemes, {
    token: { type: 'http', scheme: 'bearer' },
    session: { type: 'apiKey', in: 'cookie', name: 'vzaimo' },
  })
  t.same(security, [{ token: [] }, { session: [] }])
})

t.test('the headers of commands and versions are told of by the names that they have', async t => {
  const names = (id: string) =>
    operations
      .find(operation => operation.id === id)
      ?.parameters.filter(it => it.in === 'header')
      .map(({ name, required }) => `${name} ${required}`)
  t.same(names('postPartnershipSeatPackageSend'), ['Idempotency-Key true', 'If-Match true'])
  t.same(names('putSchool'), ['If-Match true'])
  const answered = operations.find(({ id }) => id === 'getPartnershipSeatPackage')?.responses['200']
  t.ok(answered?.headers?.ETag)
})
