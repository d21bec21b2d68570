import type { Page } from 'playwright-core'
import { axeFaults, browserTest, carryCookie, holds, openPage, overflowing, served } from '../../../fixtures/browser.ts'
import { sessionOf } from '../../../fixtures/house.ts'
import { openRoom, type TableRoom } from './fixtures/table.ts'

const enter = async (room: TableRoom, page: Page, url: string) => {
  await carryCookie(page.context(), url, await sessionOf(room, 'federal'))
}

browserTest(
  'on a phone, without scripts: the pairs are proposed, one is locked, all are proposed anew and published',
  async (t, browser) => {
    const room = await openRoom(t, 24)
    const url = await served(t, room.app)
    const page = await openPage(t, browser, { viewport: { width: 360, height: 780 }, javaScriptEnabled: false })
    await enter(room, page, url)
    const tidy = async (what: string) => t.same(await overflowing(page), [], what)
    const again = page.getByRole('link', { name: 'Обновить' })
    const ready = () =>
      holds(t, async () => {
        if (!(await again.isVisible())) return true
        await again.click()
        return false
      })

    const pairs = page.getByRole('region', { name: 'Пары' }).getByRole('table')

    await page.goto(`${url}/pairing-tables`)
    await tidy('the seasons')
    const season = page.getByRole('listitem').filter({ hasText: 'Идёт распределение' })
    t.match(await season.innerText(), /24\sшколы/)
    await season.getByRole('link').click()
    await tidy('before the first proposal')
    await page.getByRole('button', { name: 'Распределить' }).click()
    await ready()
    await page.getByText('лучшее из возможных').waitFor()
    await tidy('a proposal')
    t.equal(await pairs.getByRole('row').count(), 12, 'twelve pairs; a phone has no row of headings')

    const lock = page.getByRole('button', { name: /^Закрепить: / }).first()
    const names = (await lock.innerText()).replace(/^.*Закрепить: /s, '')
    await lock.click()
    await page.getByText('закреплена').first().waitFor()
    await page.getByRole('button', { name: /Распределить заново/ }).click()
    await ready()
    await page.getByRole('link', { name: /Закреплённые/ }).click()
    t.equal(await pairs.getByRole('row').count(), 1)
    for (const name of names.split(' — ')) t.ok(await pairs.getByText(name).first().isVisible(), name)

    await page.getByText('Опубликовать…').click()
    await page.getByRole('button', { name: 'Опубликовать пары' }).click()
    await page.goto(`${url}/seasons/${room.cycle}/pairing-table`)
    await page.getByText(/опубликовано/).waitFor()
    t.equal(await page.getByRole('button', { name: /Распределить/ }).count(), 0)
  },
  120_000,
)

browserTest(
  'with scripts the bar goes on by itself, and every page about the pairs fits its window and is accessible',
  async (t, browser) => {
    const room = await openRoom(t, 24)
    const url = await served(t, room.app)
    const page = await openPage(t, browser)
    await enter(room, page, url)
    const table = `${url}/seasons/${room.cycle}/pairing-table`
    await page.goto(table)
    await page.getByRole('button', { name: 'Распределить' }).click()
    await page.getByText('лучшее из возможных').waitFor()
    const { groups } = await room.table()
    const [school = '', partner = ''] = groups[0]?.members ?? []
    const pages = [table, `${table}/schools/${school}`, `${table}/regions`, `${table}/schools`, `${url}/pairing-tables`]
    for (const path of [...pages, `${table}/exact?a=${school}&b=${partner}`]) {
      await page.goto(path)
      for (const width of [360, 768, 1440]) {
        await page.setViewportSize({ width, height: 900 })
        t.same(await overflowing(page), [], `${path} fits ${width}`)
      }
      t.same(await axeFaults(page), [], path)
    }
  },
  120_000,
)
