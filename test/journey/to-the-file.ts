import type { Page } from 'playwright-core'
import { sampleText } from './review-example.ts'

/** A school at work in its own browser. */
export type School = { page: Page; url: string; root: string; seat: 1 | 2 }

const at = ({ url, root }: School, path: string) => `${url}/partnerships/${root}/${path}`
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()
const reads = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()

/** One school proposes a time, the other takes it; the first records the meeting, and the other accepts the minutes. */
export const meet = async (
  first: School,
  second: School,
  { day, heldOn, minutes }: { day: string; heldOn: string; minutes: string },
) => {
  await first.page.goto(at(first, 'meeting'))
  await first.page.fill('#slot-0-date', day)
  await first.page.fill('#slot-0-time', '11:00')
  await press(first.page, 'Предложить')
  await reads(first.page, 'Вы предложили время встречи')
  await second.page.goto(at(second, 'meeting'))
  await reads(second.page, '13:00 по Екатеринбургу')
  await press(second.page, /^Подходит/)
  await reads(second.page, 'Встреча назначена')
  // It came about sooner than they had agreed: schools ring each other.
  await first.page.goto(at(first, 'meeting/record'))
  await first.page.fill('#record-heldOn', heldOn)
  await first.page.getByLabel('по видеосвязи').check()
  await first.page.fill('#record-text', minutes)
  await press(first.page, 'Записать встречу')
  await reads(first.page, 'Встреча записана, протокол ждёт согласия')
  await second.page.goto(at(second, 'meeting'))
  await reads(second.page, minutes)
  await press(second.page, 'Принять протокол')
  await reads(second.page, 'Встреча прошла, протокол принят')
}

/** A school writes one recommendation about its partner's programme and sends it; the partner accepts it and says so. */
export const recommend = async (school: School, partner: School, text: string) => {
  const list = `assignments/${school.seat}/${partner.seat}/recommendations`
  await school.page.goto(at(school, list))
  await school.page.getByLabel('О каком документе').first().selectOption({ label: 'Среднесрочная программа развития' })
  await school.page.getByLabel('Что вы советуете изменить').first().fill(text)
  await press(school.page, 'Добавить в список')
  await reads(school.page, text)
  await school.page.getByRole('link', { name: 'Отправить рекомендации' }).click()
  await press(school.page, 'Отправить рекомендации')
  await reads(school.page, 'Квитанция об отправке')
  await partner.page.goto(at(partner, list))
  await partner.page.getByRole('link', { name: 'Ответить' }).first().click()
  await partner.page.getByLabel('Принимаем', { exact: true }).check()
  await partner.page.getByLabel('К какому сроку сделаете').fill('2022-12-01')
  await press(partner.page, 'Сохранить')
  await press(partner.page, 'Сообщить, что ответы готовы')
  await reads(partner.page, 'Квитанция об ответе')
}

/** A school takes its file away, and says where it was placed. Answers the file's bytes. */
export const place = async (school: School, day: string): Promise<Buffer> => {
  const { page, seat } = school
  await page.goto(at(school, `seats/${seat}/file`))
  const href = await page.getByRole('link', { name: 'Скачать файл .docx' }).getAttribute('href')
  const bytes = await (await page.request.get(`${school.url}${href}`)).body()
  await page.getByLabel('Когда файл размещён в ИС МЭДК').fill(day)
  await page.getByLabel('Пояснение').fill(sampleText(seat))
  await press(page, 'Сохранить')
  await press(page, 'Отметить: файл размещён')
  await reads(page, /Отмечен как размещённый/)
  return bytes
}

/** A curator finds the file in the queue and confirms it. */
export const confirm = async (curator: Page, url: string, school: School) => {
  await curator.goto(`${url}/curator`)
  await curator.locator(`a[href*="/partnerships/${school.root}/seats/${school.seat}/file"]`).first().click()
  await press(curator, 'Подтвердить файл')
  await reads(curator, /Файл подтверждён/)
  await school.page.reload()
  await reads(school.page, /Подтверждён куратором/)
}
