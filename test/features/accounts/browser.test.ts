import t from 'tap'
import { axeFaults, browserTest, openPage, overflowing, served } from '../../fixtures/browser.ts'
import { type TestHouse, testHouse } from '../../fixtures/house.ts'
import { letterTo, noon, pathIn, type Web, webOn } from './fixtures/web.ts'

const head = 'head@school-21.example.org'

/** A house with its web on a port, each test its own. */
const houseOf = async (t: Parameters<typeof served>[0]): Promise<Web & { th: TestHouse; url: string }> => {
  const th = await testHouse(t)
  const web = webOn(th.house, { ms: noon })
  return { ...web, th, url: await served(t, web.app) }
}

browserTest(
  'a head signs in from a letter, on a phone and without a mouse, and meets no wall on any page',
  async (t, browser) => {
    const { th, url } = await houseOf(t)
    const page = await openPage(t, browser, { viewport: { width: 360, height: 740 } })
    const isGood = async (name: string) => {
      t.same(await axeFaults(page), [], `${name}: nothing in the way`)
      for (const width of [360, 1440]) {
        await page.setViewportSize({ width, height: 740 })
        t.same(await overflowing(page), [], `${name}: fits ${width} px`)
      }
      await page.setViewportSize({ width: 360, height: 740 })
    }
    await page.goto(`${url}/notes`)
    await isGood('sign-in page')
    await page.fill('#f-email', head)
    await page.press('#f-email', 'Enter')
    await page.waitForSelector('text=Проверьте почту')
    await isGood('letter sent')

    const asked: string[] = []
    page.on('request', request => asked.push(`${request.headers().referer ?? ''}`))
    const path = pathIn(await letterTo(th.letters, head))
    await page.goto(url + path)
    await isGood('link')
    await page.click('main button')
    await page.waitForURL(`${url}/notes`)
    t.ok(asked.length > 3)
    t.notOk(
      asked.some(referer => referer.includes('/link/')),
      'the token is in no referrer',
    )

    const school = th.demo.schools.get('school-21')
    for (const at of [
      '/me',
      `/schools/${school}/people`,
      `/schools/${school}/people/${th.person('school-21-helper')}`,
      `/schools/${school}`,
      `/schools/${school}/edit`,
    ]) {
      await page.goto(url + at)
      await isGood(at)
    }
    await page.goto(url + path)
    await page.waitForURL(`${url}/notes`)
    await page.context().clearCookies()
    await page.goto(url + path)
    await isGood('used link')
  },
)

browserTest(
  'the session ends while she writes; she signs in by a link in a second tab, and the first brings her text back',
  async (t, browser) => {
    const { th, url, written } = await houseOf(t)
    const page = await openPage(t, browser)
    const enter = async (tab: typeof page, n: number) => {
      await tab.goto(url + pathIn(await letterTo(th.letters, head, n)))
      await tab.click('main button')
    }
    await page.goto(`${url}/sign-in?next=/notes`)
    await page.fill('#f-email', head)
    await page.press('#f-email', 'Enter')
    await page.waitForSelector('text=Проверьте почту')
    await enter(page, 1)
    await page.waitForURL(`${url}/notes`)
    const TEXT = 'Не конкретизированы показатели\nв программе развития'
    await page.fill('textarea[name=text]', TEXT)
    await th.db.deleteFrom('session').execute()
    await page.click('main button')
    await page.waitForSelector('text=Всё написанное на месте')
    await page.fill('#f-email', head)
    await page.press('#f-email', 'Enter')
    await page.waitForSelector('text=Не закрывайте эту вкладку')

    const second = await page.context().newPage()
    await enter(second, 2)
    await second.waitForSelector('text=Написанное ждёт в соседней вкладке')

    await page.click('text=вернуть написанное')
    await page.waitForSelector('p.said >> text=Не конкретизированы')
    await page.click('text=Отправить написанное')
    await page.waitForURL(`${url}/notes`)
    t.same(written, [`${th.person('school-21-head')}: ${TEXT.replace('\n', '\r\n')}`])
  },
)

t.end()
