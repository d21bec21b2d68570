import { join } from 'node:path'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { testApp } from '../../fixtures/app.ts'
import { axeFaults, browserTest, carryCookie, openPage, overflowing, served } from '../../fixtures/browser.ts'
import { sessionOf, testHouse } from '../../fixtures/house.ts'

t.setTimeout(300_000)

/** Where to put pictures of the pages, for a person to look at; none are made without it. */
const PICTURES = process.env.PICTURES

const locales = { ru: 'ru-RU', en: 'en-GB' } as const

const fits = async (t: Test, page: Page, name: string) => {
  for (const width of [360, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 })
    t.same(await overflowing(page), [], `${name} fits ${width}`)
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}-${width}.png`), fullPage: true })
  }
}

browserTest(
  'the description of the API fits every width and is accessible',
  async (t, browser) => {
    const th = await testHouse(t)
    const url = await served(t, await testApp(th))
    for (const lang of ['ru', 'en'] as const) {
      const page = await openPage(t, browser, { locale: locales[lang] })
      await page.goto(`${url}/api`)
      for (const id of ['putPartnershipAssignmentAnswer', 'postPartnershipSeatPackageDocuments'])
        await page.locator(`#${id} > summary`).click()
      t.match(await page.locator('#postPartnershipSeatPackageDocuments').textContent(), /-F "file=@FILE"/)
      await fits(t, page, `reference-${lang}`)
      // It takes half a minute on so long a page, and the second language has the same tags.
      if (lang === 'ru') t.same(await axeFaults(page), [], 'it is accessible')
    }
  },
  150_000,
)

browserTest(
  'a person makes a token and ends it, with scripts and without',
  async (t, browser) => {
    const th = await testHouse(t)
    const url = await served(t, await testApp(th))
    const cookie = await sessionOf(th, 'school-21-head')
    const person = th.person('school-21-head')
    await th.db.updateTable('session').set({ made_at: new Date().toISOString() }).where('person', '=', person).execute()
    for (const lang of ['ru', 'en'] as const) {
      await th.db.updateTable('person').set({ lang }).where('id', '=', person).execute()
      const page = await openPage(t, browser, { javaScriptEnabled: lang === 'en' })
      await carryCookie(page.context(), url, cookie)
      await page.goto(`${url}/me/programs`)
      await page.fill('input[name=name]', 'Проверочный текст')
      await page.click('form[action="/me/programs"] button')
      t.match(await page.locator('.secret').textContent(), /^vzaimo_/)
      if (lang === 'en') await fits(t, page, 'made')
      if (lang === 'en') t.same(await axeFaults(page), [], 'it is accessible')
      await page.goto(`${url}/me/programs`)
      await page.click('.tokens button')
      t.equal(new URL(page.url()).search, '?done=ended')
      t.equal(await page.locator('.tokens').count(), 0)
    }
  },
  120_000,
)
