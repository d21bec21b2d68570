import { join } from 'node:path'
import t from 'tap'
import type { App } from '../../src/http/app.ts'
import { problem, throwProblem } from '../../src/http/problems.ts'
import { axeFaults, browserTest, openPage, overflowing, served } from '../fixtures/browser.ts'
import { frameWith } from '../fixtures/frame.ts'
import { GALLERY, galleryRoutes } from '../fixtures/gallery.ts'

const WIDTHS = [320, 360, 768, 1024, 1440]

const PAGES = [...GALLERY, '/refused', '/nowhere']

/** Where to put pictures of all pages, for a person to look at; none are made without it. */
const PICTURES = process.env.PICTURES

const gallery = (): App =>
  frameWith(
    scope => {
      galleryRoutes(scope)
      scope.get('/refused', { config: { access: 'public' } }, async () =>
        throwProblem(problem('not-now', { missing: [{ code: 'package', says: 'Партнёр ещё не прислал пакет' }] })),
      )
    },
    { demo: true },
  )

const who = (url: string, person: string) => [{ name: 'person', value: person, url }]

const oneSpace = (text: string | null): string => (text ?? '').replace(/\s/g, ' ')

/** Scheme, reader, language, and the widths at which axe looks: it takes most of a second a page. */
for (const [colorScheme, person, language, looked] of [
  ['light', 'head', 'Russian', [360, 1440]],
  ['dark', 'head', 'Russian', [360, 1440]],
  ['dark', 'partner', 'English', [360]],
] as const satisfies readonly (readonly ['light' | 'dark', string, string, readonly number[]])[]) {
  browserTest(`every component is accessible and fits every width: ${language}, ${colorScheme}`, async (t, browser) => {
    const url = await served(t, gallery())
    const page = await openPage(t, browser, { colorScheme })
    await page.context().addCookies(who(url, person))
    for (const path of PAGES) {
      await page.goto(url + path)
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 })
        t.same(await overflowing(page), [], `${path} fits ${width}`)
        if (new Set<number>(looked).has(width)) t.same(await axeFaults(page), [], `${path} is accessible at ${width}`)
        if (PICTURES && [360, 768, 1440].includes(width)) {
          const name = `${path.slice(1).replace('/', '-')}-${person}-${width}-${colorScheme}.png`
          await page.screenshot({ path: join(PICTURES, name), fullPage: true })
        }
      }
    }
  })
}

browserTest('in a contrast theme of Windows every state still shows', async (t, browser) => {
  const url = await served(t, gallery())
  const page = await openPage(t, browser, { forcedColors: 'active', viewport: { width: 1440, height: 900 } })
  await page.context().addCookies(who(url, 'head'))
  for (const path of GALLERY) {
    await page.goto(url + path)
    t.same(await overflowing(page), [])
    if (PICTURES)
      await page.screenshot({ path: join(PICTURES, `${path.slice(1).replace('/', '-')}-forced.png`), fullPage: true })
  }
  t.equal(await page.evaluate(`getComputedStyle(document.querySelector('.tag')).borderTopStyle`), 'solid')
})

browserTest('the time left counts down by itself, and stands there without scripts', async (t, browser) => {
  const url = await served(t, gallery())
  const still = await openPage(t, browser, { javaScriptEnabled: false })
  await still.context().addCookies(who(url, 'head'))
  await still.goto(`${url}/gallery/home`)
  const rendered = oneSpace(await still.locator('.left').textContent())
  t.equal(rendered, '8 дней 9 часов')
  const page = await openPage(t, browser)
  await page.clock.install()
  await page.context().addCookies(who(url, 'head'))
  await page.goto(`${url}/gallery/home`)
  await page.locator('html.js').waitFor()
  t.equal(oneSpace(await page.locator('.left').textContent()), rendered)
  await page.clock.runFor(10 * 60 * 60 * 1000)
  t.equal(oneSpace(await page.locator('.left').textContent()), '7 дней 23 часа')
})

t.test('a school’s page is light: markup, style and fonts within 40 KB as they travel', async t => {
  const app = gallery()
  const get = (path: string) => app.inject({ url: path, headers: { cookie: 'person=head', 'accept-encoding': 'gzip' } })
  const first = await get('/gallery/form')
  const markup = (await app.inject({ url: '/gallery/form', headers: { cookie: 'person=head' } })).body
  const linked = [...markup.matchAll(/(?:href|src)="(\/assets\/[^"]+\.(?:css|js))"/g)].map(([, path]) => path ?? '')
  const sizes = await Promise.all(
    linked.map(async path => [path.replace(/^.*\//, ''), (await get(path)).rawPayload.length] as const),
  )
  const bytes = Object.fromEntries(sizes)
  t.comment(`page ${first.rawPayload.length}, ${JSON.stringify(bytes)}`)
  t.ok((bytes['vzaimo.css'] ?? 0) + (bytes['review.css'] ?? 0) <= 6 * 1024, 'style within 6 KB')
  const fonts = 13_612 + 8_344
  t.ok(first.rawPayload.length + sizes.reduce((sum, [, size]) => sum + size, 0) + fonts <= 40 * 1024)
})
