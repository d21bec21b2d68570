import type { Browser, Page } from 'playwright-core'
import type { Test } from 'tap'
import { axeFaults, browserTest, carryCookie, openPage, overflowing, served } from '../../fixtures/browser.ts'
import { act, type MeetingRoom, meetingRoom, pathOf, record, state, text } from './fixtures/meeting-room.ts'

const head = 'school-21-head'
const partner = 'priirtyshskaya-head'

const pageOf = async (t: Test, browser: Browser, room: MeetingRoom, url: string, as: string, options = {}) => {
  const page = await openPage(t, browser, { viewport: { width: 360, height: 740 }, ...options })
  await carryCookie(page.context(), url, await room.cookieOf(as))
  return page
}

const press = async (page: Page, name: string) => {
  await page.getByRole('button', { name, exact: true }).first().click()
}

browserTest(
  'on a phone without scripts: a time is proposed and taken, the meeting recorded, its minutes accepted',
  async (t, browser) => {
    const room = await meetingRoom(t)
    const url = await served(t, room.app)
    const plain = { javaScriptEnabled: false }
    const [ours, theirs] = [
      await pageOf(t, browser, room, url, head, plain),
      await pageOf(t, browser, room, url, partner, plain),
    ]
    await ours.goto(url)
    await ours.goto(url + pathOf(room))
    await ours.fill('#slot-0-date', '2022-10-13')
    await ours.fill('#slot-0-time', '11:00')
    await ours.fill('#slot-1-date', '2022-10-14')
    await ours.fill('#slot-1-time', '09:30')
    await press(ours, 'Предложить')
    await ours.getByText('Вы предложили время встречи').waitFor()

    await theirs.goto(url + pathOf(room))
    await theirs.getByText('13:00 по Екатеринбургу').first().waitFor()
    await theirs.getByRole('button', { name: /Подходит\s+четверг/ }).click()
    await theirs.getByText('Встреча назначена').waitFor()
    t.match(await state(room, head), { state: 'agreed', agreed: { at: '2022-10-13T08:00:00.000Z', minutes: 60 } })

    await room.at('2022-10-13T10:00:00.000Z')
    await ours.goto(url + pathOf(room))
    await ours.getByText('Назначенное время прошло').waitFor()
    await ours.getByRole('link', { name: 'Записать, что встреча прошла' }).click()
    t.equal(await ours.inputValue('#record-heldOn'), '2022-10-13', 'the agreed day is filled in')
    await ours.getByLabel('по видеосвязи').check()
    await ours.fill('#record-text', text)
    await press(ours, 'Записать встречу')
    await ours.getByText('Встреча записана, протокол ждёт согласия').waitFor()

    await theirs.goto(url + pathOf(room))
    await theirs.getByText(text).waitFor()
    await press(theirs, 'Принять протокол')
    await theirs.getByText('Встреча прошла, протокол принят').waitFor()
    t.match(await state(room, head), { state: 'counted', kind: 'video' })
  },
)

browserTest(
  'the pages stand at every width in both languages, and say what they are to those who listen',
  async (t, browser) => {
    const room = await meetingRoom(t)
    const url = await served(t, room.app)
    const page = await pageOf(t, browser, room, url, partner)
    const look = async (path: string) => {
      for (const [width, lang] of [
        [360, 'ru'],
        [768, 'en'],
        [1440, 'ru'],
      ] as const) {
        await room.db.updateTable('person').set({ lang }).where('id', '=', room.person(partner)).execute()
        await page.setViewportSize({ width, height: 900 })
        await page.goto(url + path)
        await page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true })")
        t.strictSame(await overflowing(page), [], `${path} at ${width}`)
      }
      t.strictSame(await axeFaults(page), [], path)
    }
    await look(pathOf(room))
    const slots = [8, 9, 10, 11, 12].map(hour => ({
      at: `2022-10-13T${String(hour).padStart(2, '0')}:00:00.000Z`,
      minutes: 60,
    }))
    await act(room, head, 'propose', { seat: 1, slots })
    await look(pathOf(room))
    await act(room, partner, 'accept', { seat: 2, slot: 0 })
    await look(pathOf(room))
    await look(`${pathOf(room)}/record`)
    await record(room, head, 1)
    await look(pathOf(room))
    await look(`${pathOf(room)}/minutes`)
  },
)
