import type { FileRefusal } from '../../files/inspect.ts'
import { type Lang, words } from '../../words/index.ts'

const MEGABYTE = 1024 * 1024

/** The sentence for a file that was not taken: what it is, and what to do. */
export const sayRefusal = (lang: Lang, refusal: FileRefusal): string => {
  const said = words(lang).packages.refused
  switch (refusal.why) {
    case 'tooLarge':
      return said.tooLarge(Math.floor(refusal.maxBytes / MEGABYTE))
    case 'otherKind':
      return refusal.found === null ? said.unknownKind : said.otherKind(refusal.found)
    case 'lyingName':
      return said.lyingName(refusal.named, refusal.found)
    case 'broken':
      return refusal.found === null ? said.brokenArchive : said.broken(refusal.found)
    default:
      return said[refusal.why]
  }
}
