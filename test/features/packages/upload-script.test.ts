import { browserTest, carryCookie, openPage, served } from '../../fixtures/browser.ts'
import { docx, pdf } from '../../fixtures/files/make.ts'
import { openRoom, plain, put, type Room, write } from '../../fixtures/files/room.ts'
import { sessionOf } from '../../fixtures/house.ts'

const slot = '#slot-risk-profile'

const begin = async (
  t: Parameters<Parameters<typeof browserTest>[1]>[0],
  browser: Parameters<Parameters<typeof browserTest>[1]>[1],
) => {
  const room = await openRoom(t)
  await write(room, 'school-21-head', '/privacy', { removed: true })
  const url = await served(t, room.app)
  const page = await openPage(t, browser)
  await carryCookie(page.context(), url, await sessionOf(room, 'school-21-head'))
  await page.goto(`${url}${room.page(1)}`)
  const choose = async (file: Buffer, named = 'профиль.pdf') =>
    page.setInputFiles(`${slot} input[type=file]`, { name: named, mimeType: 'application/pdf', buffer: file })
  const status = () => page.locator(`${slot} [role=status]`)
  return { room, page, choose, status }
}

const versions = async (room: Room) => (await room.state(1)).slots[0]?.versions.length

browserTest('a file goes up with a bar, and the page shows it', async (t, browser) => {
  const { room, page, choose } = await begin(t, browser)
  await choose(pdf())
  await page.click(`${slot} button[type=submit], ${slot} form button:not([type])`)
  await page.waitForSelector(`${slot} a[download]`)
  t.equal(await versions(room), 1)
})

browserTest(
  'the line breaks: the file stays chosen, goes up when the line is back, and is there once',
  async (t, browser) => {
    const { room, page, choose, status } = await begin(t, browser)
    await choose(pdf())
    // What the browser says of a broken line is what this is about.
    page.removeAllListeners('console')
    await page.context().setOffline(true)
    await page.click(`${slot} form button:not([type])`)
    await status().filter({ hasText: 'Связь прервалась' }).waitFor()
    t.equal(await page.evaluate(`document.querySelector('${slot} input[type=file]').files.length`), 1)
    await page.context().setOffline(false)
    await page.waitForSelector(`${slot} a[download]`)
    t.equal(await versions(room), 1)
  },
)

browserTest(
  'what the server refuses, and what somebody else did meanwhile, is said beside the file',
  async (t, browser) => {
    const { room, page, choose, status } = await begin(t, browser)
    const said = async (part: string) => {
      await status()
        .filter({ hasText: new RegExp(part.replaceAll(' ', '\\s')) })
        .waitFor()
      return plain((await status().textContent()) ?? '')
    }
    await choose(Buffer.from('просто текст'), 'профиль.docx')
    await page.click(`${slot} form button:not([type])`)
    t.match(await said('это не документ'), /Мы принимаем/)
    await put(room, { slot: 'risk-profile', bytes: await docx('другой') })
    await choose(pdf())
    await page.click(`${slot} form button:not([type])`)
    t.match(await said('уже загружен другой файл'), /Помощник/)
    t.equal(await versions(room), 1)
  },
)

browserTest('a slow upload can be stopped, and nothing of it stays', async (t, browser) => {
  const { room, page, choose, status } = await begin(t, browser)
  const line = await page.context().newCDPSession(page)
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 200_000,
  })
  await choose(Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(3_000_000), Buffer.from('%%EOF')]))
  await page.click(`${slot} form button:not([type])`)
  await page.getByText('Остановить').click()
  await status().filter({ hasText: 'Остановлено' }).waitFor()
  t.equal(await versions(room), 0)
  t.equal((await Array.fromAsync(room.house.files.list())).length, 0)
})

browserTest('what is typed in another form is not taken away when a file has arrived', async (t, browser) => {
  const { room, page, choose, status } = await begin(t, browser)
  await page.fill('#programme-title', 'Программа, которую ещё пишут')
  await choose(pdf())
  await page.click(`${slot} form button:not([type])`)
  await status().filter({ hasText: 'Файл' }).filter({ hasText: 'записан' }).waitFor()
  t.equal(await page.inputValue('#programme-title'), 'Программа, которую ещё пишут')
  t.equal(await versions(room), 1)
})
