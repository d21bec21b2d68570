import { type Kind, kinds } from './kinds.ts'

const LONGEST = 180

// Control and format signs: invisible, or, like the right-to-left override, there to make «exe.docx» look like «xcod.exe».
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu

/** The ending of a name without its dot, in lower case: «план.DOCX» → `docx`; null where there is nothing like an ending. */
export const endingOf = (name: string): string | null =>
  /\.([a-z0-9]{1,5})$/i.exec(name.trim())?.[1]?.toLowerCase() ?? null

/**
 * A file's name as it may be stored and sent: the last part of a path, without invisible signs and what file systems refuse, at most
 * 180 characters with its ending. A name without an ending gets the one of its kind. Never empty.
 */
export const cleanName = (given: string, kind: Kind): string => {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const bare = last
    .replace(INVISIBLE, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\.+/, '')
  const ending = endingOf(bare)
  const known = ending !== null && kinds[kind].endings.some(one => one === ending)
  const stem = known ? bare.slice(0, -ending.length - 1).trim() : bare
  const tail = `.${known ? ending : kinds[kind].endings[0]}`
  return `${[...(stem || 'document')].slice(0, LONGEST - tail.length).join('')}${tail}`
}

/** The Content-Disposition of a download: an ASCII stand-in for old readers, the name itself by RFC 5987. */
export const attachment = (name: string): string => {
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*!]/g,
    sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
