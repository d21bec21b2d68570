import { createHash } from 'node:crypto'
import mammoth from 'mammoth'
import t from 'tap'
import { loadSeason } from '../../../src/features/cycles/definition.ts'
import type { FileAct } from '../../../src/features/final-files/acts.ts'
import { renderDocx } from '../../../src/features/final-files/docx/document.ts'
import { type FileSource, fileModel, hasSealed } from '../../../src/features/final-files/file-model.ts'
import { contentSha256 } from '../../../src/features/final-files/read-file.ts'
import type { SubmittedReview } from '../../../src/features/final-files/readers.ts'
import type { View } from '../../../workflows/view.ts'

const season = loadSeason(new URL('../../../workflows/seasons/500plus-2022', import.meta.url).pathname)
const schools = new Map(
  [1, 2, 3].map(seat => [
    seat,
    { name: `Проверочная школа ${seat}`, region: 'Область', municipality: `Район ${seat}` },
  ]),
)
const at = '2022-10-20T10:00:00.000Z'

const thing = (key: string, value: unknown, context: object) => [key, { key, machine: '', value, context }] as const

/** A partnership in which everybody reviews the first school and is reviewed by it. `left`: who has withdrawn. */
const viewOf = (left: readonly number[] = [], submitted: string | null = at): View => {
  const assignments = [2, 3].flatMap(other => [
    { reviewer: other, reviewed: 1 },
    { reviewer: 1, reviewed: other },
  ])
  const seats = [1, 2, 3].map(seat => ({
    ...{ seat, zone: 'Europe/Moscow', standing: left.includes(seat) ? 'withdrawn' : 'seated' },
  }))
  const meeting = { recordedAt: null, heldOn: null, kind: null, took: [], notHeldAt: at, talks: [], settledAt: at }
  return new Map([
    thing('', 'active', { seats, assignments }),
    thing('meeting', 'notHeld', meeting),
    ...assignments.map(({ reviewer, reviewed }) =>
      thing(`assignment/${reviewer}-${reviewed}`, {}, { submittedAt: submitted, revealedAt: submitted }),
    ),
  ]) as View
}

const reviewOf = (body: string | null): SubmittedReview => ({
  ...{ version: 1, n: 9, at, sha256: 'a'.repeat(64), changed: false },
  forms: season.criteria.forms.slice(0, 2).map(({ name, criteria }) => ({
    title: name,
    lines: criteria.map(({ text }, index) => ({
      ...{ kind: 'criterion' as const, text, before: null },
      said: { score: index === 0 ? 'notApplicable' : '2', body, scoredVersion: 1 },
    })),
  })),
  closing: [],
})

const notHeld: FileAct = {
  ...{
    n: 12,
    hash: '',
    key: 'meeting',
    at,
    type: 'meeting.notHeld',
    name: null,
    role: '',
    reason: 'Проверочная причина',
  },
  ...{ behalf: null, sha256: null, upload: null, part: null, minutesVersion: null },
}

const sourceOf = (more: Partial<FileSource> = {}): FileSource => ({
  ...{ season, view: viewOf(), seat: 1, schools, acts: [notHeld], minutes: null },
  programmes: new Map([['p', 'Проверочная программа']]),
  reviews: new Map(
    ['2-1', '3-1', '1-2', '1-3'].map(way => [`assignment/${way}`, reviewOf(`Проверочный текст ${way}`)]),
  ),
  recommendations: new Map(),
  ...more,
})

const textOf = async (bytes: Buffer) => (await mammoth.extractRawText({ buffer: bytes })).value
const docxOf = (source: FileSource) => {
  const model = fileModel(source)
  return renderDocx(model, contentSha256(model), 'ru')
}

t.test('of three schools each reviewer has a part of its own, what was received before what was given', async t => {
  const text = await textOf(await docxOf(sourceOf()))
  const order = ['Часть 1', 'От школы Проверочная школа 2', '2-1', 'От школы Проверочная школа 3', '3-1']
  const more = ['Часть 2', 'Школе Проверочная школа 2', '1-2', 'Школе Проверочная школа 3', '1-3', 'Часть 3']
  const places = [...order, ...more].map(words => text.replaceAll('\u00a0', ' ').indexOf(words))
  t.notOk(places.includes(-1), 'every part is there')
  t.strictSame(
    places,
    places.toSorted((a, b) => a - b),
    'in this order',
  )
  t.match(text, /Причина:.Проверочная причина/)
  t.match(text.replaceAll('\u00a0', ' '), /Рекомендации не получены\..*Рекомендации не отправлены\./s)
})

t.test('what is missing says so; a school that left with nothing done is not spoken of', async t => {
  const none = new Map<string, SubmittedReview | null>()
  const model = fileModel(sourceOf({ reviews: none, view: viewOf([3], null) }))
  t.strictSame(
    model.received.map(({ school, review }) => [school.name, review]),
    [['Проверочная школа 2', { lacks: 'nothing' }]],
  )
  const text = (await textOf(await renderDocx(model, contentSha256(model), 'ru'))).replaceAll('\u00a0', ' ')
  t.match(text, /Экспертиза не получена\./)
  t.match(text, /Экспертиза не отправлена\./)
  const left = fileModel(sourceOf({ view: viewOf([3]) }))
  t.match(left.received, [{ withdrawn: false }, { withdrawn: true, school: { name: 'Проверочная школа 3' } }])
  t.match(fileModel(sourceOf({ reviews: none, view: viewOf([2, 3], null) })), { received: [], given: [] })
})

t.test('what is sealed to a reader is said to be sealed, and nothing of it is in the model', async t => {
  const reviews = new Map([['assignment/2-1', reviewOf('Проверочный текст 2-1')]])
  const model = fileModel(sourceOf({ reviews }))
  t.match(model.given, [{ review: { lacks: 'sealed' } }, { review: { lacks: 'sealed' } }])
  t.match(model.received[1], { review: { lacks: 'nothing' } }, 'that another wrote something sealed is not told')
  t.ok(hasSealed(model))
})

t.test('the same content gives the same bytes, another content other ones', async t => {
  const sum = async (source: FileSource) =>
    createHash('sha256')
      .update(await docxOf(source))
      .digest('hex')
  const first = await sum(sourceOf())
  t.equal(await sum(sourceOf()), first)
  const reviews = new Map([...sourceOf().reviews, ['assignment/1-3', reviewOf('иначе')]])
  t.not(await sum(sourceOf({ reviews })), first)
  const zone = process.env.TZ
  process.env.TZ = 'Asia/Kamchatka'
  t.equal(await sum(sourceOf()), first, 'whatever zone the machine is in')
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

t.test('blanked texts, signs that no document can hold, words in many lines', async t => {
  const strange = 'первая\nвторая\u0007 <b>&amp;</b> конец'
  const reviews = new Map([
    ['assignment/2-1', reviewOf(null)],
    ['assignment/1-2', reviewOf(strange)],
  ])
  const html = (await mammoth.convertToHtml({ buffer: await docxOf(sourceOf({ reviews })) })).value
  t.match(html, /Текст стёрт\./)
  t.match(html, /первая<br \/>вторая &lt;b&gt;&amp;amp;&lt;\/b&gt; конец/)
  t.match(html, /(<td><p><strong>–<\/strong><\/p><\/td>){4}/, 'not applicable: its sign in every column')
  t.match(html, /(<td><\/td>|<td><p><\/p><\/td>){2}<td><p><strong>2<\/strong><\/p><\/td>/, 'a score in its own')
})
