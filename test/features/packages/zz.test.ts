import { axeFaults, browserTest, openPage, overflowing, served } from '../../fixtures/browser.ts'
import { docx } from '../../fixtures/files/make.ts'
import { act, fillPackage, openRoom, put, write } from '../../fixtures/files/room.ts'
import { sessionOf } from '../../fixtures/house.ts'

browserTest('shots', async (t, browser) => {
  t.setTimeout(280000)
  const room = await openRoom(t)
  const base = await served(t, room.app)
  const shot = async (as: string, name: string, width: number, dark = false) => {
    const page = await openPage(t, browser, { viewport: { width, height: 900 }, colorScheme: dark ? 'dark' : 'light' })
    const [n, v] = (await sessionOf(room, as)).split('=')
    await page.context().addCookies([{ name: n ?? '', value: v ?? '', url: base }])
    const answer = await page.goto(`${base}${room.page(1)}`)
    t.equal(answer?.status(), 200)
    await page.screenshot({ path: `/tmp/pk/${name}-${width}${dark ? '-dark' : ''}.png`, fullPage: true })
    t.strictSame(await overflowing(page), [])
    t.strictSame(await axeFaults(page), [])
    await page.context().close()
  }
  await shot('school-21-head', '1-empty', 1440)
  await shot('school-21-head', '1-empty', 360)
  await shot('priirtyshskaya-head', '1-partner-waits', 1440)
  const programme = await fillPackage(room)
  await write(room, 'school-21-helper', '/factors', { factors: [1, 3] }, 1)
  await put(room, {
    slot: 'development-concept',
    base: 1,
    name: 'Концепция развития школы на 2022–2025 годы, исправленная.docx',
  })
  await shot('school-21-head', '2-filling', 1440)
  await shot('school-21-head', '2-filling', 360)
  await write(room, 'school-21-helper', '/factors', { factors: [2] }, 2)
  await shot('school-21-head', '3-ready', 1440)
  await act(room, 'school-21-head', 'send')
  await shot('school-21-head', '4-sent', 1440)
  await shot('priirtyshskaya-head', '5-arrived', 1440)
  await act(room, 'priirtyshskaya-helper', 'open')
  await put(room, { slot: 'development-concept', base: 2, reason: 'В прежней версии была не та таблица показателей' })
  await shot('priirtyshskaya-head', '6-opened', 1440)
  await shot('priirtyshskaya-head', '6-opened', 360, true)
  await act(room, 'priirtyshskaya-head', 'return', {
    slots: ['midterm-programme'],
    reason: 'В файле нет приложения с показателями',
  })
  await shot('school-21-head', '7-returned', 1440)
  await shot('school-21-head', '7-returned', 360)
  await shot('municipal-smolensk', '8-officer', 1440)
})
