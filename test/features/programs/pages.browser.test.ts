import { join } from 'node:path'
import { testApp } from '../../fixtures/app.ts'
import { axeFaults, browserTest, openPage, overflowing, served } from '../../fixtures/browser.ts'
import { sessionOf, testHouse } from '../../fixtures/house.ts'

/** Where to put pictures of the pages, for a person to look at; none are made without it. */
const PICTURES = process.env.PICTURES

browserTest(
  'the reference and the tokens fit every width, are accessible, and work without a script',
  async (t, browser) => {
    const th = await testHouse(t)
    const url = await served(t, await testApp(th))
    const cookie = await sessionOf(th, 'school-21-head')
    const person = th.person('school-21-head')
    await th.db.updateTable('session').set({ made_at: new Date().toISOString() }).where('person', '=', person).execute()
    for (const lang of ['ru', 'en'] as const) {
      const page = await openPage(t, browser, {
        javaScriptEnabled: lang === 'en',
        locale: lang === 'ru' ? 'ru-RU' : 'en-GB',
      })
      const shot = async (name: string) => {
        for (const width of [360, 768, 1440]) {
          await page.setViewportSize({ width, height: 900 })
          t.same(await overflowing(page), [], `${name} fits ${width} in ${lang}`)
          if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}-${lang}-${width}.png`), fullPage: true })
        }
        t.same(await axeFaults(page), [], `${name} is accessible in ${lang}`)
      }
      await page.goto(`${url}/api`)
      for (const id of ['putPartnershipAssignmentAnswer', 'postPartnershipSeatPackageDocuments'])
        await page.locator(`#${id} > summary`).click()
      t.match(await page.locator('#postPartnershipSeatPackageDocuments').textContent(), /-F "file=@FILE"/)
      await shot('reference')

      const [name = '', value = ''] = cookie.split('=')
      await page.context().addCookies([{ name, value, url }])
      await th.db.updateTable('person').set({ lang }).where('id', '=', person).execute()
      await page.goto(`${url}/me/programs`)
      await shot('none-yet')
      await page.fill('input[name=name]', 'Проверочный текст')
      await page.click('form[action="/me/programs"] button')
      t.match(await page.locator('.secret').textContent(), /^vzaimo_/)
      await shot('made')
      await page.goto(`${url}/me/programs`)
      await page.click('.tokens button')
      t.equal(new URL(page.url()).search, '?done=ended')
      t.equal(await page.locator('.tokens').count(), 0)
    }
  },
)
