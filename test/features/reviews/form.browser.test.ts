import type { Browser, BrowserContext, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { formPath } from '../../../src/features/reviews/place.ts'
import { axeFaults, browserTest, carryCookie, holds, overflowing, served } from '../../fixtures/browser.ts'
import { sessionOf } from '../../fixtures/house.ts'
import { doAct, fillIn, put } from './fixtures/asking.ts'
import { addDocument, endSessions, type ReviewHouse, reviewHouse } from './fixtures/review-house.ts'

const form = 'midterm-programme'
const goal = 'midterm.tasks-match-goal'
const causes = 'midterm.tasks-match-causes'

const line = (page: Page, question: string) => page.locator(`[id="q-${question}"]`)
const area = (page: Page, question: string) => line(page, question).locator('textarea')
const score = (page: Page, question: string, value: string) =>
  line(page, question).locator(`label:has(input[value="${value}"])`).click()
const saved = (page: Page, question: string) =>
  line(page, question)
    .getByText(/Сохранено в/)
    .waitFor()
const bar = (page: Page) => page.locator('#save [role=status]')
const waits = (page: Page, text: RegExp) => bar(page).getByText(text).first().waitFor()

const signIn = async (it: ReviewHouse, context: BrowserContext, url: string, name: string): Promise<void> => {
  await carryCookie(context, url, await it.cookieOf(name))
}

const opened = async (t: Test, browser: Browser, it: ReviewHouse, url: string, name = 'school-21-head') => {
  const options = { locale: 'ru-RU', viewport: { width: 1000, height: 900 }, reducedMotion: 'reduce' as const }
  const context = await browser.newContext(options)
  t.teardown(() => context.close())
  const page = await context.newPage()
  // Chromium's console tells of every request that the cut line swallowed; only what our own script throws is a fault here.
  page.on('pageerror', error => t.fail(`the form's script failed: ${error.message}`))
  await signIn(it, page.context(), url, name)
  await page.goto(url + formPath(it.ours, form))
  return page
}

const stored = (it: ReviewHouse, question: string) =>
  it.db.selectFrom('answer').selectAll().where('question', '=', question).executeTakeFirst()

browserTest('the line is cut, the person goes on writing, reloads, and nothing is lost', async (t, browser) => {
  const it = await reviewHouse(t)
  const url = await served(t, it.app)
  const page = await opened(t, browser, it, url)
  await score(page, goal, '2')
  await area(page, goal).fill('Задачи шире цели')
  await saved(page, goal)
  t.match(await stored(it, goal), { score: '2', body: 'Задачи шире цели' })

  await page.context().setOffline(true)
  await area(page, goal).pressSequentially(', и одна без срока')
  await score(page, causes, '3')
  await waits(page, /Нет связи/)
  await waits(page, /хранятся на\sэтом устройстве/)
  t.match(await stored(it, goal), { body: 'Задачи шире цели' })

  // A reload without a line would leave the browser's own page: the server answers again just for it, and not for saving.
  await page.route('**/api/**', route => route.abort())
  await page.context().setOffline(false)
  await page.reload()
  t.equal(await area(page, goal).inputValue(), 'Задачи шире цели, и одна без срока')
  t.ok(await line(page, causes).locator('input[value="3"]').isChecked())
  t.equal(await stored(it, causes), undefined)

  await page.unroute('**/api/**')
  await page.evaluate('dispatchEvent(new Event("online"))')
  await saved(page, goal)
  await saved(page, causes)
  t.match(await stored(it, goal), { score: '2', body: 'Задачи шире цели, и одна без срока' })
  t.match(await stored(it, causes), { score: '3' })
  t.equal(await page.evaluate('Object.keys(localStorage).length'), 0, 'the device keeps nothing that the server has')
})

browserTest('a write that arrived but whose answer was lost is not written twice', async (t, browser) => {
  const it = await reviewHouse(t)
  const url = await served(t, it.app)
  const page = await opened(t, browser, it, url)
  let lost = 0
  await page.route('**/api/**', async route => {
    if (lost++ > 0) return route.continue()
    await route.fetch()
    await route.abort()
  })
  await area(page, goal).fill('первое')
  await waits(page, /Нет связи/)
  await area(page, goal).fill('первое и второе')
  await saved(page, goal)
  t.match(await stored(it, goal), { version: 2, body: 'первое и второе' })
  t.equal(await line(page, goal).locator('.clash').count(), 0)
})

browserTest('two people in one line: both texts are seen, and one is chosen', async (t, browser) => {
  const it = await reviewHouse(t)
  const url = await served(t, it.app)
  const page = await opened(t, browser, it, url)
  await put(it, 'school-21-helper', it.ours, `${form}/${goal}`, { score: '1', body: 'Редакция помощника' })
  await score(page, goal, '2')
  await area(page, goal).fill('Редакция директора')
  const clash = line(page, goal).locator('.clash')
  await clash.waitFor()
  t.match(await clash.innerText(), /Редакция директора[\s\S]*Помощник, СШ № 21[\s\S]*Редакция помощника/)
  await area(page, goal).pressSequentially(' полнее')
  t.match(await clash.innerText(), /Редакция директора полнее/, 'what is written meanwhile is not lost')
  await page.reload()
  await line(page, goal).locator('.clash').waitFor()
  t.equal(await area(page, goal).inputValue(), 'Редакция директора полнее', 'nor by a reload')
  await line(page, goal).getByRole('button', { name: 'Соединить обе' }).click()
  await saved(page, goal)
  t.match(await stored(it, goal), { version: 2, score: '2', body: 'Редакция директора полнее\n\nРедакция помощника' })

  await put(it, 'school-21-helper', it.ours, `${form}/${causes}`, { score: '1', body: 'Так' })
  await area(page, causes).fill('Иначе')
  await line(page, causes).getByRole('button', { name: 'Взять другую' }).click()
  t.equal(await area(page, causes).inputValue(), 'Так')
  await page.reload()
  t.equal(await line(page, causes).locator('.clash').count(), 0, 'what was chosen is not asked again')
})

browserTest('the session ends while writing; signed in again in another tab, the text is sent', async (t, browser) => {
  const it = await reviewHouse(t)
  const url = await served(t, it.app)
  const page = await opened(t, browser, it, url)
  await endSessions(it, 'school-21-head')
  await area(page, goal).fill('Длинная мысль')
  await waits(page, /Войдите снова/)
  t.equal(await area(page, goal).inputValue(), 'Длинная мысль')
  t.equal(await bar(page).getByRole('link', { name: 'Войти' }).getAttribute('target'), '_blank')

  const other = await page.context().newPage()
  await signIn(it, page.context(), url, 'school-21-helper')
  await other.goto(url + formPath(it.ours, form))
  t.equal(await area(other, goal).inputValue(), '', 'somebody else at this computer sees nothing of it')
  await other.waitForLoadState('networkidle')
  t.equal(await stored(it, goal), undefined, 'and does not send it')

  const back = await sessionOf(it, 'school-21-head')
  await carryCookie(page.context(), url, back)
  await page.evaluate('dispatchEvent(new Event("focus"))')
  await saved(page, goal)
  t.match(await stored(it, goal), { body: 'Длинная мысль', author: it.person('school-21-head') })
})

browserTest('two tabs of one person do not fight', async (t, browser) => {
  const it = await reviewHouse(t)
  const url = await served(t, it.app)
  const page = await opened(t, browser, it, url)
  const other = await page.context().newPage()
  await other.goto(url + formPath(it.ours, form))
  await area(page, goal).fill('Из первой вкладки')
  await saved(page, goal)
  await saved(other, goal)
  t.equal(await area(other, goal).inputValue(), 'Из первой вкладки')
  await area(other, goal).fill('Из первой вкладки и второй')
  await other.getByRole('button', { name: 'Отправить экспертизу' }).click()
  await other.waitForURL(/\/submit$/)
  await holds(t, async () => (await area(page, goal).inputValue()).endsWith('второй'))
  t.match(await stored(it, goal), { version: 2, body: 'Из первой вкладки и второй' })
  t.equal(await page.locator('.clash').count(), 0)
})

browserTest('what comes after the submission is kept for its author', async (t, browser) => {
  const it = await reviewHouse(t)
  const url = await served(t, it.app)
  await fillIn(it, 'school-21-head', it.ours)
  const page = await opened(t, browser, it, url)
  await doAct(it, 'school-21-coordinator', it.ours, 'submit')
  await line(page, goal).locator('summary').click()
  await area(page, goal).fill('Ещё одно слово')
  await waits(page, /уже отправлена/)
  t.equal(await area(page, goal).inputValue(), 'Ещё одно слово', 'it stays to be copied')
  await line(page, goal).getByRole('link', { name: 'Открыть' }).click()
  await page.getByText('Ещё одно слово').waitFor()
})

browserTest('what is written while the late write is on its way is kept too', async (t, browser) => {
  const it = await reviewHouse(t)
  const url = await served(t, it.app)
  await fillIn(it, 'school-21-head', it.ours, '2')
  const page = await opened(t, browser, it, url)
  await doAct(it, 'school-21-coordinator', it.ours, 'submit')
  const held = Promise.withResolvers<void>()
  await page.route('**/api/**', async route => {
    await held.promise
    await route.continue()
  })
  const onItsWay = page.waitForRequest(/answers/)
  await area(page, goal).fill('первая мысль')
  await onItsWay
  await area(page, goal).fill('первая мысль и вторая')
  held.resolve()
  await waits(page, /уже отправлена/)
  await holds(t, async () => (await page.evaluate('Object.keys(localStorage).length')) === 0)
  const kept = await it.db
    .selectFrom('answer_version')
    .select('body')
    .where('fate', '=', 'late')
    .orderBy('body')
    .execute()
  t.same(
    kept.map(({ body }) => body),
    ['первая мысль', 'первая мысль и вторая'],
  )
})

browserTest('back from the history of a line, the form stands where it stood', async (t, browser) => {
  const it = await reviewHouse(t)
  const url = await served(t, it.app)
  const page = await opened(t, browser, it, url)
  await area(page, goal).fill('раз')
  await saved(page, goal)
  await page.goto(`${url}${formPath(it.ours, 'development-concept')}`)
  await put(it, 'school-21-helper', it.ours, `${form}/${causes}`, { score: '3', body: 'коллега' })
  await page.goBack()
  await holds(t, async () => (await area(page, causes).inputValue()) === 'коллега')
  t.equal(await area(page, goal).inputValue(), 'раз')
  await area(page, goal).fill('раз и два')
  await area(page, causes).fill('коллега и я')
  await page.getByRole('button', { name: 'Отправить экспертизу' }).click()
  await page.waitForURL(/\/submit$/)
  t.match(await stored(it, goal), { version: 2, body: 'раз и два' })
  t.match(await stored(it, causes), { version: 2, body: 'коллега и я' })
})

browserTest('signing out with unsent words asks first', async (t, browser) => {
  const it = await reviewHouse(t)
  const url = await served(t, it.app)
  const page = await opened(t, browser, it, url)
  await page.context().setOffline(true)
  await area(page, goal).fill('Не ушло')
  await waits(page, /Нет связи/)
  const asked = page.waitForEvent('dialog')
  const pressed = page.locator('form[action="/sign-out"] button').click()
  const dialog = await asked
  t.match(dialog.message(), /несохранённые ответы: 1/)
  await dialog.dismiss()
  await pressed
  t.match(page.url(), /forms/)
})

browserTest(
  'labels follow the score, counts follow the answers, and the page holds in every width',
  async (t, browser) => {
    const it = await reviewHouse(t)
    await addDocument(it, 2, form, 1, '2022-10-05T07:00:00.000Z')
    const url = await served(t, it.app)
    const page = await opened(t, browser, it, url)
    const label = line(page, goal).locator('.f > label')
    t.equal(await label.innerText(), 'Комментарий')
    await score(page, goal, '1')
    t.match(await label.innerText(), /Чего не\sхватает до\s«Да»/)
    t.match(await page.locator('[data-count]').innerText(), /0\sиз\s3/)
    await area(page, goal).fill('цель')
    t.match(await page.locator('[data-count]').innerText(), /1\sиз\s3/)
    await score(page, goal, 'notApplicable')
    t.match(await label.innerText(), /Почему критерий неприменим/)
    await saved(page, goal)
    for (const width of [320, 360, 768, 1440]) {
      await page.setViewportSize({ width, height: 800 })
      t.same(await overflowing(page), [], `${width}`)
    }
    t.same(await axeFaults(page), [])
  },
)

t.end()
