import { Type } from '@fastify/type-provider-typebox'
import fc from 'fast-check'
import t from 'tap'
import { areaField, textField } from '../../src/http/components/fields.ts'
import { html, type Printable } from '../../src/http/html.ts'
import { isLocalPath, safeUrl } from '../../src/http/safe-url.ts'
import { frameWith } from '../fixtures/frame.ts'

t.test('whatever a person wrote stays text, in markup and in attributes', t => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      const escaped = String(html`${text}`)
      const placed = String(html`<p title="${text}">${[text, html`<b>${text}</b>`]}</p>`)
      return !/[<>"']/.test(escaped) && placed === `<p title="${escaped}">${escaped}<b>${escaped}</b></p>`
    }),
  )
  t.equal(String(html`${'<script>'}${0}${false}${null}${undefined}${''}`), '&lt;script&gt;0')
  t.match(
    String(textField({ name: 'q', label: 'Имя', value: '" onfocus="alert(1)' })),
    /value="&quot; onfocus=&quot;alert\(1\)"/,
  )
  t.match(
    String(areaField({ name: 'c', label: 'Текст', value: '\n</textarea><script>' })),
    />\n\n&lt;\/textarea&gt;&lt;script&gt;<\/textarea>/,
  )
  t.end()
})

t.test('a promise in a template is a bug that shows at once', t => {
  const unawaited = Promise.resolve('x') as unknown as Printable
  t.throws(() => html`<p>${unawaited}</p>`, /await it first/)
  t.end()
})

t.test('a link leads to the web, to a mailbox, to a telephone or to a page of ours, and nowhere else', t => {
  const good = [
    'https://example.org/a?b=1',
    'http://example.org/',
    'mailto:a@example.org',
    'tel:+79000000000',
    '/partnerships/1?x=2',
  ]
  for (const url of good) t.equal(safeUrl(url), url)
  const bad = [
    'javascript:alert(1)',
    ' JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:x',
    'x',
    '',
  ]
  for (const url of bad) t.equal(safeUrl(url), '#')
  for (const url of ['//evil.example', '/\\evil.example', '/a b', '/a\n', 'https://evil.example', ''])
    t.notOk(isLocalPath(url))
  t.end()
})

t.test('a schema that cannot be closed stops the start', async t => {
  const crossed = Type.Intersect([Type.Object({ a: Type.String() }), Type.Object({ b: Type.String() })])
  const app = frameWith(scope => {
    scope.post('/crossed', { config: { access: 'public' }, schema: { body: crossed } }, async () => 'x')
  })
  await t.rejects(async () => app.ready(), /takes no intersections/)
})

t.test('objects within objects are closed too', async t => {
  const Line = Type.Object({ lines: Type.Array(Type.Object({ score: Type.Integer() })) })
  const app = frameWith(scope => {
    scope.post('/lines', { config: { access: 'public' }, schema: { body: Line } }, async () => ({ took: true }))
  })
  const send = (line: object) =>
    app.inject({ method: 'POST', url: '/lines', headers: { accept: 'application/json' }, payload: { lines: [line] } })
  t.equal((await send({ score: 1 })).statusCode, 200)
  const refused = await send({ score: 1, colour: 'red' })
  t.equal(refused.statusCode, 422)
  t.match(refused.json().fields, [{ field: 'lines.0.colour', code: 'unknown' }])
})
