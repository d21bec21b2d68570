import { mkdir } from 'node:fs/promises'
import t from 'tap'
import { axeFaults, browserTest, carryCookie, overflowing, served } from '../../fixtures/browser.ts'
import { head, openRoom, settleMeeting } from '../recommendations/fixtures/advice.ts'
import { doAct, fillIn } from '../reviews/fixtures/asking.ts'

t.setTimeout(180_000)

/** Where pictures of the pages go; none are made without it. */
const pictures = process.env.VZAIMO_TEST_PICTURES

browserTest('the history is read and filtered on any screen, without scripts', async (t, browser) => {
  const room = await openRoom(t)
  await fillIn(room, head, room.ours, '3')
  await doAct(room, head, room.ours, 'submit')
  await settleMeeting(room)
  const url = await served(t, room.app)
  const cookie = await room.cookieOf(head)
  for (const width of [360, 768, 1440]) {
    const context = await browser.newContext({
      locale: 'ru-RU',
      javaScriptEnabled: false,
      viewport: { width, height: 800 },
    })
    t.teardown(() => context.close())
    await carryCookie(context, url, cookie)
    const page = await context.newPage()
    await page.goto(`${url}/partnerships/${room.root}/history`)
    await page.locator('summary').first().click()
    t.same(await overflowing(page), [], String(width))
    if (pictures !== undefined) {
      await mkdir(pictures, { recursive: true })
      await page.screenshot({ path: `${pictures}/history-${width}.png`, fullPage: true })
    }
    await page.getByLabel('О чём').selectOption({ label: 'Экспертизы' })
    await page.getByRole('button', { name: 'Показать' }).click()
    t.equal(await page.locator('.log li').count(), 1)
  }
  const scripted = await browser.newContext({ locale: 'ru-RU' })
  t.teardown(() => scripted.close())
  await carryCookie(scripted, url, cookie)
  const page = await scripted.newPage()
  await page.goto(`${url}/partnerships/${room.root}/history`)
  t.same(await axeFaults(page), [])
})
