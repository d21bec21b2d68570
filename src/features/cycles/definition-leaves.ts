import Type from 'typebox'
import type { Words } from '../../../workflows/season.ts'

/** What a value must be, in words that finish the sentence "here stands …". Every leaf of the schema carries one. */
export type Expecting = { readonly expects: Words }

const expecting = (ru: string, en: string): Expecting => ({ expects: { ru, en } })

export const id = Type.String({
  pattern: '^[a-zA-Z0-9][a-zA-Z0-9.-]*$',
  ...expecting('имя из латинских букв, цифр, точек и дефисов', 'a name of Latin letters, digits, dots and hyphens'),
})
export const text = Type.String({ pattern: '\\S', ...expecting('непустой текст', 'a text that is not empty') })
const english = Type.String({
  pattern: '^[^\\u0400-\\u04ff]*[^\\s\\u0400-\\u04ff][^\\u0400-\\u04ff]*$',
  ...expecting('английский текст без русских букв', 'an English text without Cyrillic letters'),
})
export const words = Type.Object(
  { ru: text, en: english },
  {
    additionalProperties: false,
    ...expecting('текст на двух языках: { ru, en }', 'a text in two languages: { ru, en }'),
  },
)
export const path = Type.String({
  pattern: '\\.yaml$',
  ...expecting('имя файла, которое кончается на .yaml', "a file's name that ends in .yaml"),
})
export const yes = Type.Boolean(expecting('true или false', 'true or false'))

const datePattern = '^\\d{4}-\\d{2}-\\d{2}$'
const aDate = expecting('дата вида 2022-10-07', 'a date like 2022-10-07')
export const date = Type.String({ pattern: datePattern, ...aDate })
export const dateOrNull = Type.Unsafe<string | null>({
  type: ['string', 'null'],
  pattern: datePattern,
  ...expecting('дата вида 2022-10-07 или null', 'a date like 2022-10-07, or null'),
})
export const monthDay = Type.String({
  pattern: '^\\d{2}-\\d{2}$',
  ...expecting('месяц и день вида 11-04', 'a month and day like 11-04'),
})
export const hour = Type.String({
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
  ...expecting('время вида "09:00"', 'a time like "09:00"'),
})
export const zone = Type.String({
  pattern: '^([A-Z][A-Za-z_]+(/[A-Za-z_+-]+)+|UTC)$',
  ...expecting('часовой пояс вида Europe/Moscow', 'a time zone like Europe/Moscow'),
})
export const textOrNull = Type.Unsafe<string | null>({
  type: ['string', 'null'],
  ...expecting('текст или null', 'a text, or null'),
})

/** A whole number from `least` to `most`. */
export const whole = (least: number, most: number) =>
  Type.Integer({
    minimum: least,
    maximum: most,
    ...expecting(`целое число от ${least} до ${most}`, `a whole number from ${least} to ${most}`),
  })

/** One of a closed list of names. */
export const oneOf = <Name extends string>(...names: Name[]) =>
  Type.Unsafe<Name>({
    enum: names,
    ...(names.length === 1
      ? expecting(`слово ${names[0]}`, `the word ${names[0]}`)
      : expecting(`одно из слов: ${names.join(', ')}`, `one of the words: ${names.join(', ')}`)),
  })

/** A list with at least `least` items. */
export const listOf = <Item extends Type.TSchema>(item: Item, least = 0) =>
  Type.Array(item, {
    minItems: least,
    ...(least > 0
      ? expecting('список, в котором есть хотя бы одна строка', 'a list with at least one item')
      : expecting('список, хотя бы пустой: []', 'a list, if only an empty one: []')),
  })

/** A mapping with exactly these fields. */
export const fields = <Fields extends Type.TProperties>(properties: Fields) => {
  const names = Object.keys(properties).join(', ')
  return Type.Object(properties, {
    additionalProperties: false,
    ...expecting(`поля: ${names}`, `the fields: ${names}`),
  })
}

/** A mapping from names that match `pattern`. */
export const mapOf = <Item extends Type.TSchema>(pattern: string, item: Item, ru: string, en: string) =>
  Type.Unsafe<Record<string, Type.Static<Item>>>({
    type: 'object',
    patternProperties: { [pattern]: item },
    additionalProperties: false,
    ...expecting(ru, en),
  })
