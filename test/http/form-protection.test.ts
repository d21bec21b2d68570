import { Type } from '@fastify/type-provider-typebox'
import fc from 'fast-check'
import t from 'tap'
import type { App } from '../../src/http/app.ts'
import { uploadAction } from '../../src/http/components/form-token.ts'
import { makeFormToken } from '../../src/http/form-token.ts'
import { openText, sealText } from '../../src/http/sealed-text.ts'
import { acceptUploads } from '../../src/http/uploads.ts'
import { frameWith, NOON, plainSpaces, SECRET } from '../fixtures/frame.ts'

const HEAD = { cookie: 'person=head', accept: 'text/html' }
const PARTNER = { cookie: 'person=partner', accept: 'text/html' }
const OURS = { origin: 'http://vzaimo.example.org', 'sec-fetch-site': 'same-origin' }

/** A server with one form and one upload, and what it wrote down. */
function school(): { readonly app: App; readonly written: string[] } {
  const written: string[] = []
  const app = frameWith(scope => {
    const schema = { body: Type.Object({ comment: Type.String(), score: Type.Optional(Type.String()) }) }
    scope.post('/comments', { config: { access: 'signed-in' }, schema }, async (request, reply) => {
      written.push(`${request.viewer?.personId}: ${request.body.comment}`)
      return reply.redirect('/done', 303)
    })
    scope.post('/open', { config: { access: 'public' } }, async () => ({ took: true }))
    scope.register(async files => {
      acceptUploads(files as App, { fileBytes: 100, files: 1 })
      files.post('/files', { config: { access: 'signed-in' } }, async request => {
        for await (const part of request.parts())
          if (part.type === 'file') written.push(`${(await part.toBuffer()).length} bytes`)
        return { took: true }
      })
    })
  })
  return { app, written }
}

const tokenOf = (personId: string, daysAgo = 0): string =>
  makeFormToken(SECRET, personId, Temporal.Instant.from(NOON).subtract({ hours: 24 * daysAgo }))

const post = (app: App, headers: Record<string, string>, fields: Record<string, string>, url = '/comments') =>
  app.inject({
    method: 'POST',
    url,
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })

/** The hidden fields of the form on a page that posts to `action`. */
const formOn = (body: string, action: string): Record<string, string> => {
  const form = body.match(new RegExp(`<form[^>]*action="${action}"[\\s\\S]*?</form>`))?.[0] ?? ''
  const inputs = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const areas = [...form.matchAll(/<textarea hidden name="([^"]+)">\n([\s\S]*?)<\/textarea>/g)]
  return Object.fromEntries([...inputs, ...areas].map(([, name, value]) => [name ?? '', unescaped(value ?? '')]))
}

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

const TEXT = '\nНе конкретизированы показатели: "в цифре" <b>трудно</b> измерить & сравнить\n  со второй строки'

t.test('a form with its token is taken, the token is not one of its fields', async t => {
  const { app, written } = school()
  const answer = await post(app, { ...HEAD, ...OURS }, { comment: TEXT, _token: tokenOf('p-head') })
  t.equal(answer.statusCode, 303)
  t.same(written, [`p-head: ${TEXT}`])
})

t.test('nothing is written for a form without a token, with a made-up one, or begun on another site', async t => {
  const { app, written } = school()
  const token = tokenOf('p-head')
  const forged = makeFormToken('another secret', 'p-head', Temporal.Instant.from(NOON))
  const elsewhere = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://vzaimo.example.org' },
  ]
  const refused = [
    await post(app, { ...HEAD, ...OURS }, { comment: TEXT }),
    await post(app, { ...HEAD, ...OURS }, { comment: TEXT, _token: forged }),
    await post(app, { ...HEAD, ...OURS }, { comment: TEXT, _token: 'x.y.z' }),
    ...(await Promise.all(
      elsewhere.map(from =>
        post(app, { ...HEAD, ...from } as Record<string, string>, { comment: TEXT, _token: token }),
      ),
    )),
    await post(app, { ...HEAD, origin: 'https://evil.example' }, {}, '/open'),
  ]
  for (const answer of refused) {
    t.equal(answer.statusCode, 403)
    t.match(plainSpaces(answer.body), /Запрос пришёл с чужой страницы/)
    t.notMatch(answer.body, /конкретизированы/)
  }
  t.same(written, [])
})

t.test('a fetch says so in a header; JSON without it is refused; a bearer token needs neither', async t => {
  const { app, written } = school()
  const json = (headers: Record<string, string>) =>
    app.inject({ method: 'POST', url: '/comments', headers, payload: { comment: 'так' } })
  t.equal((await json({ cookie: 'person=head' })).statusCode, 403)
  t.equal((await json({ cookie: 'person=head', 'x-vzaimo': '1', origin: 'https://evil.example' })).statusCode, 403)
  t.equal((await json({ cookie: 'person=head', 'x-vzaimo': '1', ...OURS })).statusCode, 303)
  t.equal((await json({ authorization: 'Bearer partner' })).statusCode, 303)
  t.same(written, ['p-head: так', 'p-partner: так'])
})

t.test('a page that stayed open for eight days: the text is offered again, and goes through', async t => {
  const { app, written } = school()
  const old = await post(app, { ...HEAD, ...OURS }, { comment: TEXT, score: '2', _token: tokenOf('p-head', 8) })
  t.equal(old.statusCode, 403)
  t.match(plainSpaces(old.body), /Страница долго была открыта/)
  const again = formOn(old.body, '/comments')
  t.equal(again.comment, TEXT)
  t.equal((await post(app, { ...HEAD, ...OURS }, again)).statusCode, 303)
  t.same(written, [`p-head: ${TEXT}`])
  t.equal(
    (await post(app, { ...HEAD, ...OURS }, { comment: 'в пятницу', _token: tokenOf('p-head', 5) })).statusCode,
    303,
  )
})

t.test('the session ended while she wrote: she signs in and finds her text, and only she', async t => {
  const { app, written } = school()
  const late = await post(app, { accept: 'text/html', ...OURS }, { comment: TEXT, _token: tokenOf('p-head') })
  t.equal(late.statusCode, 401)
  t.notMatch(late.body, /конкретизированы/)
  const kept = formOn(late.body, '/kept-form').kept ?? ''
  t.ok(kept)

  const stranger = await post(app, { ...PARTNER, ...OURS }, { kept }, '/kept-form')
  t.equal(stranger.statusCode, 409)
  t.notMatch(stranger.body, /конкретизированы/)

  const stillOut = await post(app, { accept: 'text/html', ...OURS }, { kept }, '/kept-form')
  t.equal(stillOut.statusCode, 401)
  t.equal(formOn(stillOut.body, '/kept-form').kept, kept)

  const back = await post(app, { ...HEAD, ...OURS }, { kept }, '/kept-form')
  t.equal(back.statusCode, 200)
  t.match(plainSpaces(back.body), /Написанное на месте/)
  const again = formOn(back.body, '/comments')
  t.equal(again.comment, TEXT)
  t.equal((await post(app, { ...HEAD, ...OURS }, again)).statusCode, 303)
  t.same(written, [`p-head: ${TEXT}`])
})

t.test('signed out: a page leads to sign in, a program gets a problem, a form of nobody is not kept', async t => {
  const { app } = school()
  t.equal((await post(app, { accept: 'text/html' }, { comment: TEXT })).statusCode, 401)
  t.same(formOn((await post(app, { accept: 'text/html' }, { comment: TEXT })).body, '/kept-form'), {})
  const program = await app.inject({
    method: 'POST',
    url: '/comments',
    headers: { 'x-vzaimo': '1' },
    payload: { comment: 'x' },
  })
  t.equal(program.statusCode, 401)
  t.match(program.json(), { type: '/problems/signed-out' })
})

t.test('another person signed in meanwhile: nothing is written and nothing of the text is shown', async t => {
  const { app, written } = school()
  const answer = await post(app, { ...PARTNER, ...OURS }, { comment: TEXT, _token: tokenOf('p-head') })
  t.equal(answer.statusCode, 409)
  t.match(plainSpaces(answer.body), /Somebody else filled in this form/)
  t.notMatch(answer.body, /конкретизированы/)
  t.same(written, [])
})

t.test('an upload carries its token in the action, is bounded, and is not read anywhere else', async t => {
  const { app, written } = school()
  const action = uploadAction({ formToken: tokenOf('p-head') }, '/files')
  const send = (url: string, bytes: number) => {
    const payload = `--b\r\ncontent-disposition: form-data; name="f"; filename="a.txt"\r\n\r\n${'x'.repeat(bytes)}\r\n--b--\r\n`
    return app.inject({
      method: 'POST',
      url,
      headers: { ...HEAD, ...OURS, 'content-type': 'multipart/form-data; boundary=b' },
      payload,
    })
  }
  t.equal((await send(action, 60)).statusCode, 200)
  t.equal((await send('/files', 60)).statusCode, 403)
  t.equal((await send(action, 160)).statusCode, 413)
  t.equal((await send('/comments', 60)).statusCode, 415)
  t.equal((await post(app, { ...HEAD, ...OURS }, { comment: 'x', _token: tokenOf('p-head') }, action)).statusCode, 415)
  t.same(written, ['60 bytes'])
})

t.test('a sealed text opens for its person, unchanged, and for nobody else', t => {
  const person = fc.stringMatching(/^[a-z0-9-]{1,40}$/)
  fc.assert(
    fc.property(
      person,
      person,
      fc.string({ unit: 'grapheme', maxLength: 500 }),
      fc.nat(),
      (writer, other, text, place) => {
        const sealed = sealText(SECRET, writer, text)
        const bytes = Buffer.from(sealed, 'base64url')
        const at = place % bytes.length
        bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
        return (
          openText(SECRET, writer, sealed) === text &&
          openText(SECRET, writer, bytes.toString('base64url')) === null &&
          (other === writer || openText(SECRET, other, sealed) === null) &&
          openText('another secret', writer, sealed) === null
        )
      },
    ),
    { numRuns: 200 },
  )
  t.equal(openText(SECRET, 'p', ''), null)
  t.equal(openText(SECRET, 'p', 'нет'), null)
  t.end()
})
