import { join } from 'node:path'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { testApp } from '../../fixtures/app.ts'
import { axeFaults, browserTest, carryCookie, openPage, overflowing, served } from '../../fixtures/browser.ts'
import { sessionOf, testHouse } from '../../fixtures/house.ts'

t.setTimeout(300_000)

/** Where to put pictures of the pages, for a person to look at; none are made without it. */
const PICTURES = process.env.PICTURES

const fits = async (t: Test, page: Page, name: string) => {
  for (const width of [360, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 })
    t.same(await overflowing(page), [], `${name} fits ${width}`)
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}-${width}.png`), fullPage: true })
  }
}

browserTest(
  'a text is looked at, refused with its fault, saved and brought back, with scripts and without',
  async (t, browser) => {
    const th = await testHouse(t)
    const url = await served(t, await testApp(th))
    const cookie = await sessionOf(th, 'federal')
    for (const lang of ['ru', 'en'] as const) {
      await th.db.updateTable('person').set({ lang }).where('id', '=', th.person('federal')).execute()
      const page = await openPage(t, browser, { javaScriptEnabled: lang === 'en' })
      await carryCookie(page.context(), url, cookie)
      await page.goto(`${url}/letters/templates`)
      await fits(t, page, `templates-${lang}`)
      if (lang === 'en') t.same(await axeFaults(page), [], 'the list is accessible')
      await page.goto(`${url}/letters/templates/packageReturned/${lang}`)
      await fits(t, page, `template-${lang}`)
      await page.fill('textarea[name=body]', '{% widget %}')
      await page.click('button[value=save]')
      t.equal(await page.locator('.note.late li').count(), 1)
      await fits(t, page, `refused-${lang}`)
      if (lang === 'en') t.same(await axeFaults(page), [], 'a refusal is accessible')
      await page.fill('textarea[name=body]', 'Проверочный текст. [x]({{ link }})')
      await page.click('button[value=look]')
      t.match(await page.locator('.letter').first().textContent(), /Проверочный текст/)
      await page.click('button[value=save]')
      t.match(page.url(), /done=saved/)
      await page.click('form[action$="/original"] button')
      t.match(page.url(), /done=restored/)
    }
  },
  200_000,
)
