import type { Page } from 'playwright-core'
import type { Test } from 'tap'
import { axeFaults, browserTest, carryCookie, openPage, overflowing, served } from '../../fixtures/browser.ts'
import { pdf, png } from '../../fixtures/files/make.ts'
import { curator, fileAt, head, readyRoom } from './fixtures/file-room.ts'

const phone = { viewport: { width: 360, height: 740 }, javaScriptEnabled: false }

/** The words of a part of the page, with plain spaces. */
const wordsOf = async (page: Page, where: string) => (await page.textContent(where))?.replaceAll('\u00a0', ' ')

/** What a page must be on a phone, whoever looks. */
const isFit = async (t: Test, page: Page, what: string) => {
  t.strictSame(await overflowing(page), [], `${what}: nothing sticks out`)
}

browserTest(
  'on a phone and without scripts: from the home page to the placing, a return, the mended scan and the verdict',
  async (t, browser) => {
    const room = await readyRoom(t)
    const url = await served(t, room.app)
    const enter = async (name: string): Promise<Page> => {
      const page = await openPage(t, browser, phone)
      await carryCookie(page.context(), url, await room.cookieOf(name))
      return page
    }
    const school = await enter(head)
    await school.goto(url)
    await school.getByRole('link', { name: 'Перейти к итоговому файлу' }).first().click()
    await isFit(t, school, 'the file')

    await school.getByLabel('Когда файл размещён в ИС МЭДК').fill('2022-10-30')
    await school.getByLabel('Пояснение').fill('Проверочный текст: раздел «Документы»')
    await school.getByRole('button', { name: 'Сохранить' }).click()
    t.match(await wordsOf(school, '[role=alert]'), /не позже сегодняшнего/)
    t.match(await school.getByLabel('Пояснение').inputValue(), /Проверочный текст/, 'no word is lost')
    await school.getByLabel('Когда файл размещён в ИС МЭДК').fill('2022-10-24')
    await school.getByRole('button', { name: 'Сохранить' }).click()

    const screenshot = school.locator('#screenshot')
    await screenshot
      .getByLabel('Выбрать файл')
      .setInputFiles({ name: 'план.txt', mimeType: 'text/plain', buffer: Buffer.from('нет') })
    await screenshot.getByRole('button', { name: 'Загрузить' }).click()
    t.match(await wordsOf(school, '[role=alert]'), /Нужен PDF, JPEG или/)
    await screenshot
      .getByLabel('Выбрать файл')
      .setInputFiles({ name: 'снимок.png', mimeType: 'image/png', buffer: png() })
    await screenshot.getByRole('button', { name: 'Загрузить' }).click()
    await school.getByRole('button', { name: 'Отметить: файл размещён' }).click()
    t.match(await wordsOf(school, '.note.ok'), /Отмечен как размещённый/)
    await isFit(t, school, 'the placed file')

    const judge = await enter(curator)
    await judge.goto(`${url}/curator`)
    await isFit(t, judge, 'the desk')
    await judge.getByRole('link', { name: /СШ № 21/ }).click()
    await judge.getByText('Вернуть…').click()
    await judge.getByLabel('Что исправить').selectOption('scan')
    await judge.getByLabel('Что именно не так').fill('Проверочный текст: нет подписи на скане')
    await judge.getByRole('button', { name: 'Вернуть эту часть' }).click()
    await isFit(t, judge, 'the returned file')

    await room.at('2022-10-25T09:00:00.000Z')
    await school.goto(`${url}${fileAt(room)}`)
    t.match(await wordsOf(school, '.note.mark'), /Проверочный текст: нет подписи на скане/)
    await school.getByRole('link', { name: 'Перейти к этой части' }).click()
    const scan = school.locator('#scan')
    await scan
      .getByLabel('Выбрать файл')
      .setInputFiles({ name: 'скан.pdf', mimeType: 'application/pdf', buffer: pdf() })
    await scan.getByRole('button', { name: 'Загрузить' }).click()
    await school.getByRole('button', { name: 'Отметить новое размещение' }).click()

    await judge.goto(`${url}/curator`)
    await judge.getByRole('link', { name: /СШ № 21/ }).click()
    await judge.getByRole('button', { name: 'Подтвердить файл' }).click()
    await school.goto(`${url}${fileAt(room)}`)
    t.match(await wordsOf(school, 'main'), /Подтверждён куратором сегодня/)
    await school.getByLabel('Когда вы её увидели').fill('2022-10-25')
    await school.getByRole('button', { name: 'Отметить: подтверждён в ИС МЭДК' }).click()
    t.match(await wordsOf(school, 'main'), /Подтверждён в ИС МЭДК, как это увидела школа 25 октября/)
    await isFit(t, school, 'the confirmed file')

    const bright = await openPage(t, browser, { viewport: phone.viewport })
    await bright.context().addCookies(await school.context().cookies())
    for (const path of [fileAt(room), '/'])
      t.strictSame(
        (await bright.goto(`${url}${path}`)) && (await axeFaults(bright)),
        [],
        `${path}: nothing stands in anybody’s way`,
      )
  },
  200_000,
)
