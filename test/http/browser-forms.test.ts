import { Type } from '@fastify/type-provider-typebox'
import t from 'tap'
import type { App } from '../../src/http/app.ts'
import { button } from '../../src/http/components/button.ts'
import { areaField } from '../../src/http/components/fields.ts'
import { tokenField } from '../../src/http/components/form-token.ts'
import { html } from '../../src/http/html.ts'
import { page, sendPage } from '../../src/http/layout.ts'
import { browserTest, openPage, served } from '../fixtures/browser.ts'
import { frameWith } from '../fixtures/frame.ts'

const TEXT = '\nПервая строка: "кавычки", <b>угол</b> & всё такое\n\n   третья, с отступом '

/** A page with one form, and what it wrote down. */
function school(): { readonly app: App; readonly written: string[] } {
  const written: string[] = []
  const app = frameWith(scope => {
    const config = { access: 'signed-in' } as const
    scope.get('/write', { config }, async (request, reply) => {
      const form = html`<form method="post" action="/write">${tokenField(request.frame)}${areaField({ name: 'comment', label: 'Комментарий' })}${button({ label: 'Отправить', primary: true })}</form>`
      return sendPage(reply, page(request.frame, { title: 'Строка', body: form }))
    })
    scope.post(
      '/write',
      { config, schema: { body: Type.Object({ comment: Type.String() }) } },
      async (request, reply) => {
        written.push(request.body.comment.replaceAll('\r\n', '\n'))
        return reply.redirect('/write', 303)
      },
    )
  })
  return { app, written }
}

/** A page of another site on this machine, with a form that posts to us by itself. */
const trap = (target: string, token: string): App =>
  frameWith(scope => {
    scope.get('/trap', { config: { access: 'public' } }, async (_request, reply) =>
      reply
        .type('text/html')
        .header('content-security-policy', '')
        .send(
          `<form method="post" action="${target}/write"><input name="comment" value="чужое"><input name="_token" value="${token}"></form><script>document.forms[0].submit()</script>`,
        ),
    )
  })

for (const javaScriptEnabled of [true, false]) {
  browserTest(
    `she writes, the session ends, she signs in, and every sign is there; scripts ${javaScriptEnabled ? 'on' : 'off'}`,
    async (t, browser) => {
      const { app, written } = school()
      const url = await served(t, app)
      const tab = await openPage(t, browser, { javaScriptEnabled })
      const person = { name: 'person', value: 'head', url }
      await tab.context().addCookies([person])
      await tab.goto(`${url}/write`)
      await tab.getByLabel('Комментарий').fill(TEXT)
      await tab.context().clearCookies()
      await tab.getByRole('button', { name: 'Отправить' }).click()
      await tab.getByRole('heading', { name: 'Войти' }).waitFor()
      t.same(written, [])
      await tab.context().addCookies([person])
      await tab.getByRole('button', { name: 'Дальше' }).click()
      await tab.getByRole('button', { name: 'Отправить написанное' }).click()
      await tab.getByLabel('Комментарий').waitFor()
      t.same(written, [TEXT])
    },
  )
}

browserTest('the switch in the footer changes the language of the page one is on', async (t, browser) => {
  const url = await served(t, school().app)
  const tab = await openPage(t, browser)
  await tab.goto(`${url}/problems/stale?from=footer`)
  await tab.getByRole('button', { name: 'English' }).click()
  await tab.getByRole('heading', { name: 'The page has grown old' }).waitFor()
  t.equal(tab.url(), `${url}/problems/stale?from=footer`)
  t.equal(await tab.locator('html').getAttribute('lang'), 'en')
})

browserTest('another site cannot post for her, even with a token it got hold of', async (t, browser) => {
  const { app, written } = school()
  const url = await served(t, app)
  const tab = await openPage(t, browser)
  await tab.context().addCookies([{ name: 'person', value: 'head', url }])
  await tab.goto(`${url}/write`)
  const token = await tab.locator('main input[name=_token]').getAttribute('value')
  const elsewhere = await served(t, trap(url, token ?? ''))
  await tab.goto(`${elsewhere}/trap`)
  await tab.getByRole('heading', { name: 'Запрос пришёл с чужой страницы' }).waitFor()
  t.same(written, [])
})

t.test('a long text survives sealing: the largest form there may be', async t => {
  const { app, written } = school()
  const long = Array.from({ length: 150_000 }, (_, i) => String.fromCharCode(0x410 + ((i * 7919) % 64))).join('')
  const post = (path: string, fields: Record<string, string>, cookie: string) =>
    app.inject({
      method: 'POST',
      url: path,
      headers: { cookie, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(fields).toString(),
    })
  const opened = await app.inject({ url: '/write', headers: { cookie: 'person=head' } })
  const token = opened.body.match(/action="\/write"><input type="hidden" name="_token" value="([^"]+)"/)?.[1] ?? ''
  const kept =
    (await post('/write', { comment: long, _token: token }, '')).body.match(/name="kept" value="([^"]+)"/)?.[1] ?? ''
  const back = await post('/kept-form', { kept }, 'person=head')
  t.equal(back.statusCode, 200)
  const again = back.body.match(/<textarea hidden name="comment">\n([^<]*)</)?.[1] ?? ''
  t.equal(again === long, true)
  await post('/write', { comment: again, _token: token }, 'person=head')
  t.equal(written[0] === long, true)
})
