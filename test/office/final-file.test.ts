import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { download, fileAt, head, partner, readyRoom } from '../features/final-files/fixtures/file-room.ts'
import { findProgram, needs } from '../fixtures/machine.ts'
import { legible } from '../journey/review-example.ts'

t.setTimeout(240_000)

const run = promisify(execFile)
/** A line may end after a hyphen of the word itself («детей-инвалидов»); none is ever put in. */
const flat = (text: string) =>
  text
    .replaceAll(/[\s\u00a0\f]+/g, ' ')
    .replaceAll('- ', '-')
    .trim()

/** A document as LibreOffice prints it: its text in the order of reading, and its words with their places. */
const printed = async (t: Test, docx: Buffer) => {
  const folder = await mkdtemp(join(tmpdir(), 'vzaimo-office-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const [source, pdf, words] = ['file.docx', 'file.pdf', 'words.html'].map(name => join(folder, name)) as [
    string,
    string,
    string,
  ]
  await writeFile(source, docx)
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
  await run(findProgram('LibreOffice') ?? '', [
    profile,
    '--headless',
    '--convert-to',
    'pdf',
    '--outdir',
    folder,
    source,
  ])
  const reader = findProgram('Poppler') ?? ''
  const { stdout } = await run(reader, ['-raw', pdf, '-'])
  await run(reader, ['-bbox', pdf, words])
  return { text: flat(stdout), words: wordsIn(await readFile(words, 'utf8')) }
}

type Word = { page: number; x: number; y: number; says: string }

const wordsIn = (html: string): Word[] =>
  html
    .split('<page ')
    .flatMap((page, number) =>
      [...page.matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>([^<]*)</g)].map(
        ([, from, top, to, says = '']) => ({ page: number, x: (Number(from) + Number(to)) / 2, y: Number(top), says }),
      ),
    )

/** Where the columns of the scale stand, by the first heading of a form: four numbers in one line. */
const columnsOf = (words: readonly Word[]): Map<string, number> => {
  const index = words.findIndex((word, at) =>
    ['0', '1', '2', '3'].every((score, more) => words[at + more]?.says === score && words[at + more]?.y === word.y),
  )
  return new Map(words.slice(index, index + 4).map(({ says, x }) => [says, x]))
}

/** The criterion's text, its score and its comment, as one row reads. */
const rowsOf = async (room: Awaited<ReturnType<typeof readyRoom>>) => {
  const programmes = await room.db.selectFrom('programme').select(['id', 'title']).execute()
  const [season] = room.house.seasons.values()
  const criteria = season?.criteria.forms.flatMap(form => form.criteria) ?? []
  const real = legible(title => programmes.find(programme => programme.title === title)?.id ?? '')
  return real.map(({ question, score, body = '' }) => ({
    score,
    body,
    row: flat(`${criteria.find(({ id }) => id === question)?.text.ru} ${score} ${body}`),
  }))
}

const office = needs('LibreOffice').skip || needs('Poppler').skip

t.test(
  'the real review, entered through the product, stands in both schools’ files word for word',
  { skip: office },
  async t => {
    const room = await readyRoom(t)
    const rows = await rowsOf(room)
    for (const [name, seat] of [
      [head, 1],
      [partner, 2],
    ] as const) {
      const { status, bytes } = await download(room, name, `${fileAt(room, seat)}.docx`)
      t.equal(status, 200, `the file of seat ${seat}`)
      const { text, words } = await printed(t, bytes)
      for (const { row, body } of rows) {
        t.ok(text.includes(row), `score and comment in one row: ${row.slice(0, 60)}`)
        if (body) t.ok(text.includes(flat(body)), 'word for word')
      }
      const columns = columnsOf(words)
      t.equal(columns.size, 4, 'the form’s heading has a column for each score')
      const marks = words.filter(
        ({ says, x }) => /^[0-3]$/.test(says) && [...columns.values()].some(at => Math.abs(at - x) < 4),
      )
      t.ok(marks.length > 40, `${marks.length} marks and headings stand in the columns`)
      for (const { says, x } of marks)
        t.ok(Math.abs((columns.get(says) ?? 0) - x) < 4, `${says} stands in its own column`)
    }
  },
)
