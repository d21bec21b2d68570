import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { inspectFile } from '../../src/files/inspect.ts'
import { bomb, compound, crowd, docm, docx, jpg, lyingBomb, odt, pdf, png, xlsx, zip } from '../fixtures/files/make.ts'

const folder = await mkdtemp(join(tmpdir(), 'vzaimo-test-'))
t.teardown(() => rm(folder, { recursive: true, force: true }))

let count = 0
const look = async (bytes: Buffer, name: string, milliseconds?: number) => {
  const path = join(folder, String(++count))
  await writeFile(path, bytes)
  return inspectFile(path, bytes.length, name, milliseconds)
}

t.test('what schools send is known by its content', async t => {
  const kinds = {
    'Концепция.docx': await docx(),
    'План.XLSX': await xlsx(),
    'Отчёт.odt': await odt(),
    'Профиль.pdf': pdf(),
    'Скан.jpeg': jpg(),
    'Экран.png': png(),
  }
  const found = []
  for (const [name, bytes] of Object.entries(kinds)) found.push(await look(bytes, name))
  t.strictSame(found, [
    { kind: 'docx', name: 'Концепция.docx', locked: false },
    { kind: 'xlsx', name: 'План.xlsx', locked: false },
    { kind: 'odt', name: 'Отчёт.odt', locked: false },
    { kind: 'pdf', name: 'Профиль.pdf', locked: false },
    { kind: 'jpg', name: 'Скан.jpeg', locked: false },
    { kind: 'png', name: 'Экран.png', locked: false },
  ])
})

t.test('a name that lies about the content is named with what is inside', async t => {
  t.strictSame(await look(pdf(), 'Концепция.docx'), { refused: { why: 'lyingName', named: 'docx', found: 'pdf' } })
  t.strictSame(await look(await docx(), 'Концепция.doc'), {
    refused: { why: 'lyingName', named: 'doc', found: 'docx' },
  })
  t.strictSame(await look(await docx(), 'setup.exe'), { refused: { why: 'lyingName', named: 'exe', found: 'docx' } })
})

t.test('a name without an ending gets the one of its content', async t => {
  t.match(await look(pdf(), 'План на 2022.23'), { kind: 'pdf', name: 'План на 2022.23.pdf' })
  t.match(await look(pdf(), 'Профиль'), { name: 'Профиль.pdf' })
})

t.test('an empty file, a text, an archive, a picture of another kind are refused, each by what it is', async t => {
  t.strictSame(await look(Buffer.alloc(0), 'пусто.docx'), { refused: { why: 'empty' } })
  t.strictSame(await look(Buffer.from('просто текст'), 'текст.docx'), { refused: { why: 'otherKind', found: null } })
  t.strictSame(await look(await zip({ 'a.txt': 'x' }), 'архив.zip'), { refused: { why: 'otherKind', found: 'zip' } })
  t.strictSame(await look(Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'), 'x.gif'), {
    refused: { why: 'otherKind', found: 'gif' },
  })
  t.strictSame(await look(Buffer.from('<html><script>alert(1)</script>'), 'страница.pdf'), {
    refused: { why: 'otherKind', found: null },
  })
})

t.test('an old document, one behind a password, one with macros', async t => {
  t.strictSame(await look(compound('WordDocument'), 'План.doc'), { refused: { why: 'oldOffice' } })
  t.strictSame(await look(compound('EncryptedPackage'), 'План.docx'), { refused: { why: 'password' } })
  t.strictSame(await look(await docm(), 'План.docm'), { refused: { why: 'macros' } })
  const smuggled = await docx('x', { 'word/vbaProject.bin': 'program' })
  t.strictSame(await look(smuggled, 'План.docx'), { refused: { why: 'macros' } })
})

t.test('a restricted file is taken, and said to be one', async t => {
  t.match(await look(pdf('<< /Encrypt 5 0 R >>'), 'Профиль.pdf'), { kind: 'pdf', locked: true })
  const manifest = '<manifest:manifest><manifest:encryption-data/></manifest:manifest>'
  t.match(await look(await odt(manifest), 'Отчёт.odt'), { kind: 'odt', locked: true })
})

t.test('a file that breaks off is told from a whole one', async t => {
  t.strictSame(await look(pdf().subarray(0, 60), 'Профиль.pdf'), { refused: { why: 'broken', found: 'pdf' } })
  t.strictSame(await look(png().subarray(0, 40), 'Экран.png'), { refused: { why: 'broken', found: 'png' } })
  const whole = await docx()
  t.strictSame(await look(whole.subarray(0, whole.length - 40), 'План.docx'), {
    refused: { why: 'broken', found: null },
  })
})

t.test(
  'a bomb is refused by what its directory declares, by what comes out, and by the number of its entries',
  async t => {
    t.strictSame(await look(await bomb(301), 'План.docx'), { refused: { why: 'bomb' } })
    t.match(await look(await lyingBomb(), 'План.docx'), { refused: { why: 'broken' } })
    t.strictSame(await look(await crowd(2_000), 'План.docx'), { refused: { why: 'bomb' } })
    t.match(await look(await crowd(100), 'План.docx'), { kind: 'docx' })
  },
)

t.test('looking takes only the time there is', async t => {
  t.strictSame(await look(await bomb(200), 'План.docx', 5), { refused: { why: 'slow' } })
})

t.test('bytes of no sense end in a refusal, never in a fault', async t => {
  const starts = [await docx(), await odt(), pdf(), png(), jpg(), compound('EncryptedPackage')]
  const mutilated = fc
    .tuple(fc.constantFrom(...starts), fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 20 }), fc.nat(2000))
    .map(([whole, changes, cut]) => {
      const bytes = Buffer.from(whole.subarray(0, Math.max(1, whole.length - (cut % 100))))
      for (const [at, value] of changes) bytes[at % bytes.length] = value
      return bytes
    })
  await fc.assert(
    fc.asyncProperty(mutilated, async bytes => {
      const seen = await look(bytes, 'что-то.docx')
      return 'kind' in seen || typeof seen.refused.why === 'string'
    }),
    { numRuns: 300 },
  )
  t.pass('300 mutilated files')
})
