import fc from 'fast-check'
import t from 'tap'
import { attachment, cleanName } from '../../src/files/file-name.ts'

t.test('a name keeps what people wrote, and loses what would deceive or break', async t => {
  t.equal(cleanName('Программа «Кадры» № 2.docx', 'docx'), 'Программа «Кадры» № 2.docx')
  t.equal(cleanName('C:\\Users\\school\\План.DOCX', 'docx'), 'План.docx')
  t.equal(cleanName('../../etc/passwd', 'pdf'), 'passwd.pdf')
  t.equal(cleanName('план\u202Excod.exe', 'pdf'), 'планxcod.exe.pdf')
  t.equal(cleanName('a\r\nSet-Cookie: x=1.pdf', 'pdf'), 'aSet-Cookie_ x=1.pdf')
  t.equal(cleanName('.pdf', 'pdf'), 'pdf.pdf')
  t.equal(cleanName('/', 'pdf'), 'document.pdf')
  t.equal(cleanName('Отчёт.jpeg', 'jpg'), 'Отчёт.jpeg')
  t.equal(cleanName('й'.normalize('NFD'), 'pdf'), 'й.pdf'.normalize('NFC'))
})

t.test('any name becomes one that can be stored and sent', async t => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 220 }), given => {
      const name = cleanName(given, 'pdf')
      const header = attachment(name)
      return (
        name.endsWith('.pdf') &&
        name.length > 4 &&
        [...name].length <= 180 &&
        !/[/\\\p{Cc}]/u.test(name) &&
        /^[\x20-\x7e]+$/.test(header) &&
        decodeURIComponent(header.split("UTF-8''")[1] ?? '') === name.toWellFormed()
      )
    }),
  )
  t.pass('names of all sorts')
})

t.test('a download says its name to old readers and to new ones', async t => {
  t.equal(
    attachment('План "А" (1).pdf'),
    'attachment; filename="____ _A_ (1).pdf"; filename*=UTF-8\'\'%D0%9F%D0%BB%D0%B0%D0%BD%20%22%D0%90%22%20%281%29.pdf'.replace(
      '_A_',
      '___',
    ),
  )
})
