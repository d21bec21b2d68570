import type { YAMLError } from 'yaml'
import type { Words } from '../../../workflows/season.ts'

const known: Partial<Record<YAMLError['code'], Words>> = {
  BAD_INDENT: {
    ru: 'Отступ не такой, как у соседних строк: выровняйте строку пробелами',
    en: 'The indent differs from the lines beside it: align the line with spaces',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    ru: 'Лишнее двоеточие: возьмите текст в кавычки или перенесите вложенные поля на новую строку',
    en: 'A colon too many: quote the text, or move the nested fields to a new line',
  },
  DUPLICATE_KEY: {
    ru: 'Поле с таким именем уже есть выше: оставьте одно',
    en: 'A field of this name stands above already: keep one',
  },
  MISSING_CHAR: {
    ru: 'Не хватает знака: закройте кавычку или скобку, поставьте пробел после двоеточия',
    en: 'A sign is missing: close the quote or bracket, put a space after the colon',
  },
  MULTILINE_IMPLICIT_KEY: {
    ru: 'Строка не закончена: поставьте двоеточие после имени поля или закройте кавычку',
    en: 'The line is unfinished: put a colon after the field, or close the quote',
  },
  TAB_AS_INDENT: {
    ru: 'Отступ сделан табуляцией: замените её пробелами',
    en: 'The indent is a tab: use spaces',
  },
  UNEXPECTED_TOKEN: {
    ru: 'Здесь этого знака не ждали: проверьте отступы, скобки и кавычки в этой строке и выше',
    en: 'This sign was not expected here: check indents, brackets and quotes of this line and above',
  },
  BAD_ALIAS: {
    ru: 'Ссылка ни на что не указывает: проверьте имя после знака *',
    en: 'The reference points at nothing: check the name after the sign *',
  },
  BAD_SCALAR_START: {
    ru: 'С этого знака текст начинаться не может: возьмите его в кавычки',
    en: 'A text cannot begin with this sign: quote it',
  },
}

/** What a syntax error of YAML means, and what to do about it. */
export function syntaxWords(error: YAMLError): Words {
  return (
    known[error.code] ?? {
      ru: `Строку нельзя прочитать как YAML (${error.code}): исправьте её`,
      en: `The line cannot be read as YAML: ${error.message}`,
    }
  )
}
