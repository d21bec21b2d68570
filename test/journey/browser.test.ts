import { rm } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import type { Test } from 'tap'
import { browserTest, openPage } from '../fixtures/browser.ts'
import { docx, pdf } from '../fixtures/files/make.ts'
import { temporaryFolder } from '../fixtures/postgres.ts'
import { type Program, runProgram, startProgram } from '../fixtures/program.ts'
import { flat, readFinalFile } from './file-text.ts'
import { type Entered, legible, reviewedProgrammes, sampleText, scoredLines } from './review-example.ts'
import { confirm, meet, place, recommend, type School } from './to-the-file.ts'

const linkOf = ({ output }: Program, name: string): string => {
  const line = output()
    .split('\n')
    .find(each => each.includes(name) && each.includes('/sign-in/link/'))
  const path = line?.match(/\/sign-in\/link\/\S+/)?.[0]
  if (path === undefined) throw new Error(`No link was printed for ${name}:\n${output()}`)
  return path
}

const enterAs = async (t: Test, browser: Browser, program: Program, name: string): Promise<Page> => {
  const page = await openPage(t, browser)
  await page.goto(program.url + linkOf(program, name))
  await page.getByRole('button', { name: 'Войти' }).click()
  await page.waitForURL(`${program.url}/`)
  return page
}

const signIn = async (t: Test, browser: Browser, program: Program, name: string, seat: 1 | 2): Promise<School> => {
  const page = await enterAs(t, browser, program, name)
  const response = await page.request.get(`${program.url}/api/partnerships`)
  const { partnerships } = (await response.json()) as { partnerships: { root: string; own: boolean }[] }
  const [own] = partnerships
  return { page, url: program.url, root: own?.root ?? '', seat }
}

const packageOf = ({ url, root }: School, seat: number) => `${url}/partnerships/${root}/seats/${seat}/package`
const reviewOf = ({ url, root, seat }: School) =>
  `${url}/partnerships/${root}/assignments/${seat}/${seat === 1 ? 2 : 1}`

const attach = async (page: Page, slot: string, name: string, buffer: Buffer) => {
  const part = page.locator(`#slot-${slot}`)
  await part.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  await part.getByRole('button', { name: 'Загрузить' }).click()
  await page.locator(`#slot-${slot}`).getByRole('link', { name }).waitFor()
}

const addProgramme = async (page: Page, title: string, factors: readonly number[]) => {
  const form = page.locator('form[action*="/package/programmes?"], form[action$="/package/programmes"]')
  if (!(await form.isVisible())) await page.getByText('Добавить программу…').click()
  await form.getByLabel('Название программы').fill(title)
  for (const factor of factors) await form.locator(`input[name=factors][value="${factor}"]`).check()
  await form
    .locator('input[type=file]')
    .setInputFiles({ name: `${title}.docx`, mimeType: 'application/octet-stream', buffer: await docx(title) })
  await form.getByRole('button', { name: 'Добавить программу' }).click()
  await page.getByRole('link', { name: `${title}.docx` }).waitFor()
}

const fillPackage = async (school: School, programmes: readonly { title: string; factors: readonly number[] }[]) => {
  const { page, seat } = school
  await page.goto(packageOf(school, seat))
  await page.getByRole('checkbox', { name: /Подтверждаю/ }).check()
  await page.getByRole('button', { name: 'Подтвердить и перейти к загрузке' }).click()
  const factors = page.locator('form[action$="/factors"]')
  for (const factor of programmes.flatMap(programme => programme.factors))
    await factors.locator(`input[value="${factor}"]`).check()
  await factors.getByRole('button', { name: 'Сохранить факторы' }).click()
  await attach(page, 'risk-profile', 'Рисковый профиль.pdf', pdf())
  await attach(page, 'development-concept', 'Концепция развития.docx', await docx('Концепция'))
  await attach(page, 'midterm-programme', 'Среднесрочная программа.docx', await docx('Программа'))
  for (const { title, factors: own } of programmes) await addProgramme(page, title, own)
  await page.getByRole('button', { name: 'Отправить пакет' }).click()
  await page.getByText('Квитанция').first().waitFor()
}

const openPartnersPackage = async (school: School) => {
  await school.page.goto(packageOf(school, school.seat === 1 ? 2 : 1))
  await school.page.getByRole('button', { name: 'Открыть пакет' }).click()
  await school.page.getByRole('link', { name: 'Концепция развития.docx' }).waitFor()
}

/** Types answers into the forms, as they are saved by themselves. */
const enter = async (school: School, answers: readonly Entered[]) => {
  const { page } = school
  const byForm = Map.groupBy(answers, ({ form }) => form)
  for (const [form, lines] of byForm) {
    await page.goto(`${reviewOf(school)}/forms/${form}`)
    for (const { question, score, body } of lines) {
      const line = page.locator(`fieldset[id="q-${question}"]`)
      // As a hand does it, on what can be seen; the radio button itself lies hidden under its cell.
      if (score !== undefined)
        await line.locator('.scale label', { has: page.locator(`input[value="${score}"]`) }).click()
      if (body === undefined) continue
      if (!(await line.locator('textarea').isVisible())) await line.getByText('Добавить комментарий').click()
      await line.locator('textarea').fill(body)
    }
    await page.locator('#save').getByText('Всё сохранено').waitFor()
  }
}

const programmesOf = async ({ page, url, root }: School, seat: number): Promise<Map<string, string>> => {
  const response = await page.request.get(`${url}/api/partnerships/${root}/seats/${seat}/package`)
  const { slots } = (await response.json()) as { slots: { programme: { id: string; title: string } | null }[] }
  return new Map(
    slots.flatMap(({ programme }) => (programme === null ? [] : [[programme.title, programme.id] as const])),
  )
}

const asEntered = (line: string, n: number, score: '1' | '2'): Entered => {
  const cut = line.lastIndexOf('/')
  return { form: line.slice(0, cut), question: line.slice(cut + 1), score, body: sampleText(n) }
}

browserTest(
  'the real pair in two browsers: packages, scores with comments, a refusal that names the lines, the reveal, the meeting, both files confirmed',
  async (t, browser) => {
    const data = await temporaryFolder('journey')
    t.teardown(() => rm(data, { recursive: true, force: true }))
    const env = { VZAIMO_DATA: data }
    const program = await startProgram(t, { args: ['all'], env })
    const first = await signIn(t, browser, program, 'Координатор от школы, СШ № 21', 1)
    const second = await signIn(t, browser, program, 'Координатор от школы, Прииртышская СОШ', 2)

    await fillPackage(first, [{ title: 'Дефицит педагогических кадров', factors: [2] }])
    await second.page.goto(second.url)
    t.ok(
      await second.page.getByText('Собрать и отправить пакет документов').isVisible(),
      'the next step is named at home',
    )
    await fillPackage(second, reviewedProgrammes)
    await openPartnersPackage(first)
    await openPartnersPackage(second)

    const theirs = await programmesOf(first, 2)
    const real = legible(title => theirs.get(title) ?? '')
    await enter(first, real)
    await first.page.goto(`${reviewOf(first)}/submit`)
    const lines = scoredLines([...theirs.values()])
    const entered = new Set(real.map(({ form, question }) => `${form}/${question}`))
    const lacking = lines.filter(line => !entered.has(line))
    const named = await first.page
      .locator('#main a[href*="#q-"]')
      .evaluateAll(links => links.map(link => link.getAttribute('href') ?? ''))
    const wanted = lacking.map(
      line => `${new URL(reviewOf(first)).pathname}/forms/${line.replace(/\/([^/]+)$/, '?told=yes#q-$1')}`,
    )
    t.same(
      named.toSorted(),
      wanted.toSorted(),
      'the refusal names exactly the lines without a required score or comment',
    )

    await enter(
      first,
      lacking.map((line, n) => asEntered(line, n, '1')),
    )
    await first.page.goto(`${reviewOf(first)}/submit`)
    await first.page.getByRole('button', { name: 'Отправить экспертизу' }).click()
    await first.page.getByText('Квитанция').first().waitFor()
    const text = real.find(({ body }) => body !== undefined)?.body ?? ''
    const about = `${second.url}/partnerships/${second.root}/assignments/1/2`
    await second.page.goto(about)
    t.notOk((await second.page.content()).includes(text), 'sealed until the partner has submitted')

    const own = await programmesOf(second, 1)
    await enter(
      second,
      scoredLines([...own.values()]).map((line, n) => asEntered(line, n, '2')),
    )
    await second.page.goto(`${reviewOf(second)}/submit`)
    await second.page.getByRole('button', { name: 'Отправить экспертизу' }).click()
    await second.page.getByText('Квитанция').first().waitFor()
    await second.page.goto(about)
    for (const { body } of real)
      if (body) t.ok(await second.page.getByText(body).first().isVisible(), `revealed: ${body.slice(0, 40)}`)
    await first.page.goto(`${first.url}/partnerships/${first.root}/assignments/2/1`)
    t.ok(await first.page.getByText(sampleText(0)).first().isVisible(), 'and so is the other direction')

    const words = { minutes: 'Проверочный текст протокола', advice: 'Проверочный текст совета' }
    await meet(first, second, { day: '2022-10-20', heldOn: '2022-09-28', minutes: words.minutes })
    await recommend(first, second, `${words.advice} первой школы`)
    await recommend(second, first, `${words.advice} второй школы`)
    const files = [await place(first, '2022-09-28'), await place(second, '2022-09-28')]
    const curators = [
      await enterAs(t, browser, program, 'Куратор, директор гимназии № 1'),
      await enterAs(t, browser, program, 'Куратор, Тобольский район'),
    ]
    for (const [index, school] of [first, second].entries()) {
      const curator = curators[index]
      if (curator === undefined) throw new Error('A school has no curator')
      await confirm(curator, program.url, school)
    }
    for (const [index, bytes] of files.entries()) {
      const { text, lines } = await readFinalFile(bytes)
      for (const said of [words.minutes, `${words.advice} первой школы`, `${words.advice} второй школы`, sampleText(0)])
        t.ok(text.includes(said), `file ${index + 1} holds «${said}»`)
      for (const { question, score = '', body = '' } of real)
        t.ok(
          lines.some(line => line.question === question && line.score === score && line.comment === flat(body)),
          `file ${index + 1}: ${question} is ${score}, «${body.slice(0, 30)}»`,
        )
    }

    const verified = await runProgram(t, { args: ['verify', '--json'], env })
    t.equal(verified.code, 0, 'the history of it all verifies')
    t.match(verified.output, /"ok":true/)
  },
  240_000,
)
