import fc from 'fast-check'
import t from 'tap'
import { typeset } from '../../src/words/typography.ts'

/** `~` stands for the space at which no line may end. */
const seen = (text: string) => text.replaceAll('\u00A0', '~')
const ru = (text: string) => seen(typeset('ru', text))
const en = (text: string) => seen(typeset('en', text))

t.test('no line ends after a short word', async t => {
  t.equal(
    ru('Осталось десять: четыре в программе и шесть для отчёта'),
    'Осталось десять: четыре в~программе и~шесть для~отчёта',
  )
  t.equal(ru('В начале и (с ним) «о школе»'), 'В~начале и~(с~ним) «о~школе»')
  t.equal(ru('ИС МЭДК, СШ города'), 'ИС МЭДК, СШ города', 'a short name in capitals is no preposition')
  t.equal(ru('кто-то из нас'), 'кто-то из~нас', 'nor is the end of a longer word')
  t.equal(en('A note to the partner'), 'A~note to~the~partner')
})

t.test('no line begins with a dash or a particle', async t => {
  t.equal(ru('Срок — пятница, партнёр – школа'), 'Срок~— пятница, партнёр~– школа')
  t.equal(ru('Если бы знали, когда же школа ли'), 'Если~бы знали, когда~же школа~ли')
  t.equal(en('Friday — the last day'), 'Friday~— the~last day')
})

t.test('a number stays with what it counts', async t => {
  t.equal(ru('Заполнено 16 строк, 40 % и 2,5 часа'), 'Заполнено 16~строк, 40~% и~2,5~часа')
  t.equal(ru('до 21 октября, 23:59 по Москве'), 'до~21~октября, 23:59 по~Москве', 'a time is not a number of things')
  t.equal(en('Up to 5 MB'), 'Up~to~5~MB')
})

t.test('names stay whole', async t => {
  t.equal(ru('школа № 21 им. Н. И. Рыленкова, г. Смоленск'), 'школа №~21~им.~Н.~И.~Рыленкова, г.~Смоленск')
})

t.test('long numbers are divided, short and named ones are not', async t => {
  t.equal(ru('12345 школ, 10 000 писем, 1234567'), '12~345~школ, 10~000~писем, 1~234~567')
  t.equal(
    ru('в 2022 году, № 123456, 14:02:15000, a12345, 12345-6'),
    'в~2022~году, №~123456, 14:02:15000, a12345, 12345-6',
  )
  t.equal(en('12345 schools'), '12,345~schools')
})

const word = fc.constantFrom(
  'в',
  'На',
  'для',
  'школа',
  'бы',
  '—',
  '–',
  '№',
  '21',
  '2022',
  '123456',
  '10',
  '000',
  'им.',
  'Н.',
  '40',
  '%',
  'a',
  'the',
  'MB',
  '«о»',
  '\uE000',
)
const text = fc.oneof(
  fc.array(word, { maxLength: 12 }).map(words => words.join(' ')),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
)
const lang = fc.constantFrom('ru' as const, 'en' as const)

t.test('doing it twice changes nothing', async () => {
  fc.assert(
    fc.property(lang, text, (lang, text) => {
      const once = typeset(lang, text)
      return typeset(lang, once) === once
    }),
    { numRuns: 2000 },
  )
})

t.test('only spaces change, and numbers are divided', async () => {
  const letters = (text: string) => text.replace(/[ \u00A0]/g, '').replace(/(?<=\d),(?=\d{3})/g, '')
  fc.assert(
    fc.property(lang, text, (lang, text) => letters(typeset(lang, text)) === letters(text)),
    { numRuns: 2000 },
  )
})
