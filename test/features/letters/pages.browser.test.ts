import { axeFaults, browserTest, carryCookie, openPage, overflowing, served } from '../../fixtures/browser.ts'
import { reason } from '../coordination/fixtures/office.ts'
import { type LetterRoom, openLetterRoom } from './fixtures/letter-room.ts'

const monday = '2022-10-03T07:00:00.000Z'

const openDay = async (t: Parameters<typeof openLetterRoom>[0]): Promise<LetterRoom> => {
  const room = await openLetterRoom(t)
  for (const day of ['28', '29', '30']) await room.deliver(`2022-09-${day}T07:00:00.000Z`)
  await room.deliver(monday, ({ person }) => {
    if (person === room.person('school-21-head'))
      return { outcome: 'refused', code: 550, answer: '550 5.1.1 no such mailbox' }
    return person === room.person('school-36-head') ? { outcome: 'deferred', code: 451, answer: '451 4.2.1 busy' } : {}
  })
  return room
}

const enter = async (room: LetterRoom, page: Awaited<ReturnType<typeof openPage>>, url: string, who: string) => {
  await carryCookie(page.context(), url, await room.cookieOf(who))
}

browserTest(
  'on a phone, without scripts: a coordinator looks at what will go, cancels a letter, tries one again, and reminds who is late',
  async (t, browser) => {
    const room = await openDay(t)
    const url = await served(t, room.app)
    const page = await openPage(t, browser, { viewport: { width: 360, height: 780 }, javaScriptEnabled: false })
    await enter(room, page, url, 'municipal-smolensk')
    const tidy = async (what: string) => t.same(await overflowing(page), [], what)

    await page.goto(`${url}/`)
    await page.getByRole('navigation').getByRole('link', { name: 'Письма' }).click()
    await tidy('the letters that went')
    await page.getByRole('link', { name: /Ждут повтора/ }).click()
    await page.getByRole('table').getByRole('link').first().click()
    await tidy('a letter')
    await page.getByText('Отменить…').click()
    await page.getByLabel('Почему').fill(reason)
    await page.getByRole('button', { name: 'Не отправлять' }).click()
    await page.getByText(reason).first().waitFor()

    await page.goto(`${url}/letters?state=failed`)
    await page.getByRole('table').getByRole('link').first().click()
    await page.getByRole('button', { name: 'Отправить ещё раз' }).click()
    await page.getByText('ждёт повтора').first().waitFor()

    await page.getByRole('navigation').getByRole('link', { name: 'Письма' }).click()
    await page.getByRole('link', { name: 'Что уйдёт' }).click()
    await tidy('what will go')
    await page
      .getByRole('link', { name: /6 октября/ })
      .first()
      .click()
    await page.getByRole('heading', { name: /Письма: 6\sоктября/ }).waitFor()
    await page
      .getByRole('link', { name: /^Посмотреть письмо/ })
      .first()
      .click()
    await page.getByText('здесь будет ссылка').waitFor()
    await tidy('a preview')

    await room.at('2022-10-05T08:00:00.000Z')
    await page.goto(`${url}/letters/send-now`)
    await page.getByRole('combobox', { name: 'О чём' }).selectOption('signIn')
    await page.getByRole('button', { name: /Посмотреть, кому/ }).click()
    await tidy('whom to remind')
    await page.getByRole('button', { name: /^Отправить:/ }).click()
    await page.getByText(/В\sочереди/).waitFor()
  },
  120_000,
)

browserTest(
  'with scripts every page about letters fits its window and is accessible',
  async (t, browser) => {
    const room = await openDay(t)
    await room.db
      .insertInto('address_fault')
      .values({ person: room.person('school-40-head'), since: monday })
      .execute()
    const { id } = await room.db
      .selectFrom('letter')
      .select('id')
      .where('state', '=', 'failed')
      .executeTakeFirstOrThrow()
    const url = await served(t, room.app)
    const pages: Readonly<Record<string, readonly string[]>> = {
      federal: [
        '/letters/forecast',
        '/letters',
        `/letters/${id}`,
        `/people/${room.person('school-21-head')}/letters`,
        '/letters/send-now?about=signIn&rung=0',
        '/operations/queues',
      ],
      'school-21-head': ['/me/letters', `/schools/${room.demo.schools.get('school-21')}/letters`],
    }
    for (const [who, paths] of Object.entries(pages)) {
      const page = await openPage(t, browser)
      await enter(room, page, url, who)
      for (const path of paths) {
        await page.goto(url + path)
        for (const width of [360, 768, 1440]) {
          await page.setViewportSize({ width, height: 900 })
          t.same(await overflowing(page), [], `${path} fits ${width}`)
        }
        t.same(await axeFaults(page), [], path)
      }
    }
  },
  120_000,
)
