import { mkdir } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { listPath } from '../../../src/features/recommendations/place.ts'
import { axeFaults, browserTest, carryCookie, overflowing, served } from '../../fixtures/browser.ts'
import { put } from '../reviews/fixtures/asking.ts'
import { head, openRoom, partner, type Room, settleMeeting } from './fixtures/advice.ts'

t.setTimeout(240_000)

/** Where pictures of the pages go; none are made without it. */
const pictures = process.env.VZAIMO_TEST_PICTURES

const openAs = async (
  t: Test,
  browser: Browser,
  room: Room,
  url: string,
  name: string,
  width = 360,
  locale = 'ru-RU',
) => {
  const context = await browser.newContext({ locale, javaScriptEnabled: false, viewport: { width, height: 800 } })
  t.teardown(() => context.close())
  await carryCookie(context, url, await room.cookieOf(name))
  return context.newPage()
}

const picture = async (page: Page, name: string): Promise<void> => {
  if (pictures === undefined) return
  await mkdir(pictures, { recursive: true })
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
}

browserTest(
  'on a phone without scripts: a note becomes a recommendation, the list goes, the partner answers and disputes',
  async (t, browser) => {
    const room = await openRoom(t)
    await put(room, head, room.ours, 'midterm-programme/notes', {
      score: null,
      body: 'Проверочный текст: у мер нет ответственных, сроки общие',
    })
    const url = await served(t, room.app)
    const list = url + listPath(room.ours)
    const page = await openAs(t, browser, room, url, head)
    await page.goto(list)
    await page.getByRole('button', { name: 'Перенести в список' }).click()
    await page.getByLabel('О каком документе').selectOption({ label: 'Концепция развития ОО' })
    await page.getByLabel('Что вы советуете изменить').fill('Проверочный текст: назвать показатели в числах')
    await page.getByRole('button', { name: 'Добавить в список' }).click()
    await page.getByText('назвать показатели в числах').waitFor()
    await page.getByRole('button', { name: 'Выше' }).click()
    t.equal(await page.locator('.crit h3').nth(1).innerText(), '1 Концепция развития ОО')
    await page.getByRole('link', { name: 'Править', exact: true }).first().click()
    await page.getByLabel('Что вы советуете изменить').fill('Проверочный текст: назвать показатели в числах и сроках')
    t.same(await overflowing(page), [])
    await picture(page, 'item-360')
    await page.getByRole('button', { name: 'Сохранить' }).click()
    t.same(await overflowing(page), [])
    t.equal((await page.getByRole('link', { name: 'Отправить рекомендации' }).getAttribute('class')) ?? '', 'btn q')
    await picture(page, 'draft-360')
    await page.getByRole('link', { name: 'Отправить рекомендации' }).click()
    await page.getByText('Ещё не записано, что встреча прошла').waitFor()
    await picture(page, 'missing-360')
    await settleMeeting(room)
    await page.goto(`${list}/send`)
    await picture(page, 'send-360')
    await page.getByRole('button', { name: 'Отправить рекомендации' }).click()
    await page.getByText('Квитанция об отправке').waitFor()
    t.same(await overflowing(page), [])
    await picture(page, 'sent-360')

    const theirs = await openAs(t, browser, room, url, partner)
    await theirs.goto(list)
    await picture(theirs, 'received-360')
    await theirs.getByRole('link', { name: 'Ответить' }).first().click()
    await theirs.getByLabel('Отклоняем').check()
    await theirs.getByRole('button', { name: 'Сохранить' }).click()
    await theirs.getByText('Это поле нужно заполнить').waitFor()
    t.ok(await theirs.getByLabel('Отклоняем').isChecked(), 'what was chosen is still there')
    await picture(theirs, 'answer-360')
    await theirs.getByLabel('Почему').fill('Проверочный текст: показатели утверждает учредитель')
    await theirs.getByRole('button', { name: 'Сохранить' }).click()
    await theirs.getByRole('link', { name: 'Ответить', exact: true }).click()
    await theirs.getByLabel('Принимаем', { exact: true }).check()
    await theirs.getByLabel('К какому сроку сделаете').fill('2022-12-01')
    await theirs.getByLabel('Уже сделано').check()
    await theirs.getByRole('button', { name: 'Сохранить' }).click()
    await theirs.getByRole('link', { name: 'Возразить' }).last().click()
    await theirs.getByLabel('С чем вы не согласны').fill('Проверочный текст: ответственные названы в приложении')
    await theirs.getByRole('button', { name: 'Сохранить' }).click()
    await theirs.getByRole('button', { name: 'Сообщить, что ответы готовы' }).click()
    await theirs.getByText('Квитанция об ответе').waitFor()
    t.same(await overflowing(theirs), [])
    await picture(theirs, 'answered-360')

    await page.goto(list)
    await page.getByText('ответственные названы в приложении').waitFor()
    await picture(page, 'read-360')
    await room.db.updateTable('person').set({ lang: 'en' }).where('id', '=', room.person(partner)).execute()
    for (const width of [768, 1440]) {
      const wide = await openAs(t, browser, room, url, partner, width, 'en-GB')
      await wide.goto(list)
      await wide.getByText('Your answer').first().waitFor()
      t.same(await overflowing(wide), [])
      await picture(wide, `answered-${width}-en`)
    }
  },
)

browserTest('nothing on these pages is in the way of those who listen', async (t, browser) => {
  const room = await openRoom(t)
  const item = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff'
  await room.write(head, room.ours, 'item', item, { document: null, text: 'Проверочный текст' })
  await put(room, head, room.ours, 'midterm-programme/notes', { score: null, body: 'Проверочный текст заметки' })
  const url = await served(t, room.app)
  const context = await browser.newContext({ locale: 'ru-RU', viewport: { width: 1440, height: 900 } })
  t.teardown(() => context.close())
  await carryCookie(context, url, await room.cookieOf(head))
  const page = await context.newPage()
  const list = url + listPath(room.ours)
  for (const [path, name] of [
    [list, 'draft'],
    [`${list}/items/${item}`, 'item'],
    [`${list}/send`, 'missing'],
  ] as const) {
    await page.goto(path)
    t.same(await axeFaults(page), [], path.slice(url.length))
    await picture(page, `${name}-1440`)
  }
})
