import { axeFaults, browserTest, carryCookie, openPage, overflowing, served } from '../../fixtures/browser.ts'
import { openOffice, reason, sendPackage, signIn } from './fixtures/office.ts'

const phone = { viewport: { width: 360, height: 780 } }

browserTest(
  'on a phone, without scripts: a coordinator finds the late pair, extends its date, and finds a lost school new partners',
  async (t, browser) => {
    const office = await openOffice(t)
    const { pair, trio } = office
    await signIn(office, 'school-21-head', pair, 1)
    await sendPackage(office, 'school-21-head', pair, 1, '2022-10-05T08:00:00.000Z')
    await office.at('2022-10-14T08:00:00.000Z')
    await office.press('municipal-tobolsk', `/partnerships/${pair}/withdraw`, { seat: 2, reason })
    await office.press('municipal-smolensk', `/partnerships/${trio}/withdraw`, { seat: 1, reason })
    await office.press('municipal-smolensk', `/partnerships/${trio}/withdraw`, { seat: 2, reason })
    const url = await served(t, office.app)
    const page = await openPage(t, browser, { ...phone, javaScriptEnabled: false })
    await carryCookie(page.context(), url, await office.cookieOf('federal'))
    // Without scripts axe can't look; the other history of this file lets it.
    const tidy = async (what: string) => t.same(await overflowing(page), [], what)

    await page.goto(`${url}/`)
    await page.getByRole('navigation').getByRole('link', { name: 'Территория' }).click()
    await page.getByRole('link', { name: /Срок прошёл/ }).click()
    await tidy('the territory')
    await page.getByRole('searchbox', { name: 'Школа' }).fill('тайчинская')
    await page.getByRole('button', { name: 'Показать' }).click()
    t.equal(await page.getByRole('link', { name: /^Решить/ }).count(), 1, 'one pair of that name is late')
    await page.getByRole('link', { name: /^Решить/ }).click()
    await tidy('the decisions')

    await page.getByText('Перенести срок…').first().click()
    await page.getByLabel('Новый последний день').first().fill('2022-10-28')
    await page.getByLabel('Почему').first().fill(reason)
    await page.getByRole('button', { name: 'Перенести срок' }).first().click()
    await page.getByText(/продлено до\s28\sоктября/).waitFor()

    await page.getByRole('link', { name: 'Найти новую пару' }).first().click()
    await tidy('schools without partners')
    await page.getByLabel(/Выбрать: .*Тайчинская/).check()
    await page.getByLabel(/Выбрать: .*№ 21/).check()
    await page.getByRole('button', { name: 'Посмотреть, что получится…' }).click()
    await tidy('the preview')
    await page.getByText('Ничто не мешает').waitFor()
    await page.getByLabel('Почему вручную').fill(reason)
    await page.getByRole('button', { name: 'Объединить школы' }).click()
    await page.getByRole('heading', { name: 'Школы без пары' }).waitFor()
    t.equal(await page.getByLabel(/Выбрать: .*Тайчинская/).count(), 0, 'it has partners now')
    await page.goto(`${url}/territory?school=%D0%A2%D0%B0%D0%B9%D1%87%D0%B8%D0%BD%D1%81%D0%BA%D0%B0%D1%8F`)
    t.match(await page.getByRole('main').innerText(), /СШ № 21/, 'the new pair is in the list')
  },
  120_000,
)

browserTest(
  'a season is closed: with scripts the pairs follow by themselves',
  async (t, browser) => {
    const office = await openOffice(t)
    await office.at('2022-12-02T08:00:00.000Z')
    const url = await served(t, office.app)
    const page = await openPage(t, browser, phone)
    await carryCookie(page.context(), url, await office.cookieOf('federal'))
    await page.goto(`${url}/seasons/${office.cycle}`)
    await page.getByText('Закрыть сезон…').click()
    await page.getByRole('button', { name: 'Закрыть сезон' }).click()
    await page.getByText('Как закончили школы').waitFor()
    await page.getByText('Снова открыть сезон…').waitFor()
    await page.getByRole('button', { name: 'Продолжить' }).waitFor({ state: 'detached' })
    t.same(await overflowing(page), [])
    t.same(await axeFaults(page), [])
    const open = await office.db.selectFrom('partnership_stand').select('root').where('value', '=', 'active').execute()
    t.same(open, [], 'no pair is left open')
  },
  120_000,
)
