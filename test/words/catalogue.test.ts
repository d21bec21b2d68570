import t from 'tap'
import { catalogue, LANGS, type Lang, words } from '../../src/words/index.ts'
import { en, ru } from '../../src/words/twin.ts'

/** One message: its area and key, and its words; of a message with parameters, what its source says in quotes. */
type Said = { readonly key: string; readonly says: string; readonly params: number | null }

const saidIn = (messages: object, path: string): readonly Said[] =>
  Object.entries(messages).flatMap(([name, message]): readonly Said[] => {
    const key = `${path}.${name}`
    if (typeof message === 'string') return [{ key, says: message, params: null }]
    if (typeof message === 'function') return [{ key, says: quoted(String(message)), params: message.length }]
    return saidIn(message, key)
  })

/** What stands in quotes and templates of a function, without what it computes. */
const quoted = (source: string): string =>
  [...source.matchAll(/`([^`]*)`|'([^']*)'/g)]
    .map(([, template, plain]) => (template ?? plain ?? '').replace(/\$\{[^}]*\}/g, ' '))
    .join(' ')

const all = (lang: Lang): readonly Said[] =>
  Object.entries(catalogue).flatMap(([area, twins]) => saidIn(twins[lang], area))

/** Said about themselves: a language is called by its own name, a code is a code, a file's format has one name in all languages. */
const OTHER_TONGUE = new Set([
  'frame.otherLanguage',
  'frame.otherLanguageCode',
  'packages.documents.sum',
  // numbers, in the notation of each language
  ...['number', 'signed', 'list.sum'].map(name => `pairing.${name}`),
  ...['docx', 'xlsx', 'odt', 'pdf', 'jpg', 'png'].map(kind => `packages.kind.${kind}`),
])

/** Words of the page on tone: nobody begs, boasts or shouts. */
const FORBIDDEN: Readonly<Record<Lang, RegExp>> = {
  ru: /пожалуйста|успешно|ошибк|!/i,
  en: /please|success|error|!/i,
}

t.test('every message stands in both languages, with as many parameters, and none is empty', async t => {
  const [russian, english] = [all('ru'), all('en')]
  t.same(
    russian.map(said => [said.key, said.params]),
    english.map(said => [said.key, said.params]),
  )
  t.same(
    [...russian, ...english].filter(said => said.params === null && said.says.trim() === ''),
    [],
  )
  t.comment(`${russian.length} messages in ${Object.keys(catalogue).length} areas`)
})

t.test('Russian is in Russian letters, and English has none of them', async t => {
  const written = (lang: Lang) => all(lang).filter(said => !OTHER_TONGUE.has(said.key) && /\p{L}/u.test(said.says))
  t.same(
    written('ru').filter(said => !/[а-яё]/i.test(said.says)),
    [],
  )
  t.same(
    written('en').filter(said => /[а-яё]/i.test(said.says)),
    [],
  )
})

t.test('nobody begs, boasts or shouts', async t => {
  for (const lang of LANGS)
    t.same(
      all(lang).filter(said => FORBIDDEN[lang].test(said.says)),
      [],
    )
})

t.test('our words are typeset, what a person wrote is left as it was', async t => {
  t.match(words('ru').problems['not-found'].detail, /Её\u00A0нет/)
  t.equal(ru`В школе ${'А у нас'} учится ${12} классов`, 'В\u00A0школе А у нас учится 12\u00A0классов')
  t.equal(en`At ${'a b c'} of ${7} days`, 'At\u00A0a b c of\u00A07\u00A0days')
})
