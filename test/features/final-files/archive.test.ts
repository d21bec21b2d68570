import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import t from 'tap'
import { fromBufferPromise } from 'yauzl'
import { png } from '../../fixtures/files/make.ts'
import { act, attach, curator, download, fileAt, head, prove, readyRoom } from './fixtures/file-room.ts'

t.setTimeout(180_000)

const unpack = async (archive: Buffer) => {
  const files = new Map<string, Buffer>()
  const zip = await fromBufferPromise(archive, { lazyEntries: true })
  for await (const entry of zip.eachEntry()) {
    t.equal(entry.compressionMethod, 0, `${entry.fileName} is stored`)
    files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)))
  }
  return files
}

t.test('the archive holds the package, the placed file and lists that verify', async t => {
  const room = await readyRoom(t)
  await prove(room)
  await attach(room, head, 'screenshot', { name: 'снимок.png', bytes: png() })
  t.equal((await act(room, head, 'upload')).status, 200)
  const placed = await download(room, head, `${fileAt(room)}.docx`)
  const answer = await download(room, head, `${fileAt(room)}.zip`)
  t.equal(answer.status, 200)
  t.match(answer.headers['content-disposition'], /^attachment; .*filename\*=UTF-8''/)
  const files = await unpack(answer.bytes)
  t.strictSame(
    [...files.keys()],
    [
      'Пакет/01 Рисковый профиль/Рисковый профиль.pdf',
      'Пакет/02 Концепция развития ОО/Концепция развития.docx',
      'Пакет/03 Среднесрочная программа развития/Среднесрочная программа.docx',
      'Пакет/04 Антирисковые программы. Дефицит педагогических кадров/Дефицит педагогических кадров.docx',
      'Итоговый файл/Итоговый файл — МБОУ «СШ № 21 им. Н.И. Рыленкова».docx',
      'Итоговый файл/Снимок экрана ИС МЭДК/снимок.png',
      'Перечень.txt',
      'SHA256SUMS',
    ],
  )
  const result = [...files].find(([name]) => name.startsWith('Итоговый файл/Итоговый'))?.[1]
  t.ok(result?.equals(placed.bytes), 'the very bytes that were placed')
  const folder = await mkdtemp(path.join(tmpdir(), 'vzaimo-archive-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  for (const [name, bytes] of files) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await writeFile(path.join(folder, name), bytes)
  }
  const { stdout } = await promisify(execFile)('sha256sum', ['-c', 'SHA256SUMS'], {
    cwd: folder,
    env: { LC_ALL: 'C.UTF-8' },
  })
  t.equal(stdout.trim().split('\n').length, 7, stdout)
  const again = await download(room, head, `${fileAt(room)}.zip`)
  t.ok(again.bytes.equals(answer.bytes), 'the same files, the same archive')
  t.equal((await room.db.selectFrom('document_download').select('id').execute()).length, 8, 'who got what is noted')

  const hidden = await room.db
    .selectFrom('document')
    .select('id')
    .where('slot', '=', 'risk-profile')
    .where('seat', '=', 1)
    .executeTakeFirstOrThrow()
  const flag = `/api/partnerships/${room.root}/documents/${hidden.id}/flag`
  const flagged = await (await room.client(curator)).send('POST', flag.slice(4), { reason: 'Проверочный текст: имена' })
  t.equal(flagged.status, 204, JSON.stringify(flagged.body))
  const officers = await unpack((await download(room, curator, `${fileAt(room)}.zip`)).bytes)
  t.notOk(
    [...officers.keys()].some(name => name.includes('Рисковый профиль')),
    'what is hidden is left out',
  )
  t.match(officers.get('Перечень.txt')?.toString(), /Рисковый профиль: скрыт до\sзамены/)

  const { sha256 } = await room.db
    .selectFrom('document')
    .select('sha256')
    .where('slot', '=', 'development-concept')
    .where('seat', '=', 1)
    .executeTakeFirstOrThrow()
  await room.house.files.remove(sha256)
  t.equal((await download(room, head, `${fileAt(room)}.zip`)).status, 500, 'rather none than one that breaks off')
})
