import { mkdir } from 'node:fs/promises'
import t from 'tap'
import { axeFaults, browserTest, carryCookie, overflowing, served } from '../../fixtures/browser.ts'
import { head, openRoom, settleMeeting } from '../recommendations/fixtures/advice.ts'
import { addDocument } from '../reviews/fixtures/review-house.ts'

t.setTimeout(180_000)

/** Where pictures of the pages go; none are made without it. */
const pictures = process.env.VZAIMO_TEST_PICTURES

browserTest('a text is taken out and a person erased by plain forms; every page fits a phone', async (t, browser) => {
  const room = await openRoom(t)
  await settleMeeting(room)
  await addDocument(room, 2, 'midterm-programme', 1, '2022-10-04T08:00:00.000Z')
  await room.db
    .insertInto('erasure_request')
    .values({ person: room.person(head), at: '2022-10-12T08:00:00.000Z' })
    .execute()
  const url = await served(t, room.app)
  const cookie = await room.cookieOf('federal')
  const opened = async (width: number, javaScriptEnabled: boolean) => {
    const context = await browser.newContext({ locale: 'ru-RU', javaScriptEnabled, viewport: { width, height: 800 } })
    t.teardown(() => context.close())
    await carryCookie(context, url, cookie)
    return context.newPage()
  }
  const paths = {
    policy: '/privacy',
    room: `/partnerships/${room.root}/privacy`,
    erasures: '/erasures',
    person: `/erasures/${room.person(head)}`,
  }
  for (const width of [360, 768, 1440]) {
    const page = await opened(width, false)
    for (const [name, path] of Object.entries(paths)) {
      await page.goto(url + path)
      if (name === 'room') await page.locator('summary').first().click()
      t.same(await overflowing(page), [], `${name} ${width}`)
      if (pictures === undefined) continue
      await mkdir(pictures, { recursive: true })
      await page.screenshot({ path: `${pictures}/${name}-${width}.png`, fullPage: true })
    }
  }
  const scripted = await opened(1000, true)
  for (const path of Object.values(paths)) {
    await scripted.goto(url + path)
    t.same(await axeFaults(scripted), [], path)
  }
  const page = await opened(360, false)
  await page.goto(url + paths.room)
  await page.getByRole('link', { name: 'Удалить текст' }).first().click()
  await page.getByText('созвониться не удалось').waitFor()
  await page.getByLabel('Почему текст удаляют').fill('Проверочный текст: лишнее')
  await page.getByRole('button', { name: 'Удалить текст' }).click()
  await page.getByText('Проверочный текст: лишнее').waitFor()
  t.equal(await page.getByText('созвониться не удалось').count(), 0)
  await page.goto(url + paths.erasures)
  await page.getByRole('link', { name: 'Директор, СШ № 21' }).click()
  await page.getByRole('button', { name: 'Удалить данные человека' }).click()
  await page.getByText('Данные этого человека удалены').waitFor()
})
