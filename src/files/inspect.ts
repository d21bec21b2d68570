import { fileTypeFromFile } from 'file-type'
import { ArchiveFault, readArchive } from './archive.ts'
import { cleanName, endingOf } from './file-name.ts'
import { isKind, type Kind, kinds } from './kinds.ts'
import { contains, endOf, startOf } from './peek.ts'

/** What a file is: its kind by its content, its name as it may be stored; `locked`: it asks for a password, or is restricted. */
export type Inspected = { readonly kind: Kind; readonly name: string; readonly locked: boolean }

/** Why a file is not taken. `found`: the kind of its content, of ours or not (an ending), null where nothing is recognised. */
export type FileRefusal =
  | { readonly why: 'empty' }
  | { readonly why: 'tooLarge'; readonly maxBytes: number }
  | { readonly why: 'otherKind'; readonly found: string | null }
  | { readonly why: 'lyingName'; readonly named: string; readonly found: Kind }
  | { readonly why: 'password' }
  | { readonly why: 'oldOffice' }
  | { readonly why: 'macros' }
  | { readonly why: 'broken'; readonly found: Kind | null }
  | { readonly why: 'bomb' }
  | { readonly why: 'slow' }

/** Milliseconds that looking at one file may take; the largest honest ones take a tenth of it. */
const INSPECTION_MS = 20_000

const ascii = (text: string) => Buffer.from(text, 'latin1')

/** A compound file (the Office of before 2007) that holds this stream is a new document behind a password. */
const PASSWORD_STREAM = Buffer.from('EncryptedPackage', 'utf16le')
/** Stands in a PDF whose content is encrypted, be it only to forbid printing. */
const ENCRYPTION = ascii('/Encrypt')
/** How an intact file of the kind ends, within its last bytes: a signature or a line break may follow. */
const endings: Partial<Record<Kind, Buffer>> = { pdf: ascii('%%EOF'), png: ascii('IEND') }
const TAIL = 4096

/**
 * Says what a file is by its content, never by its name alone, or why it is not taken. Reads it in pieces, within `milliseconds`, and
 * counts what an archive unpacks to before anything looks inside.
 */
export const inspectFile = async (
  path: string,
  bytes: number,
  givenName: string,
  milliseconds: number = INSPECTION_MS,
): Promise<Inspected | { readonly refused: FileRefusal }> => {
  if (bytes === 0) return refused({ why: 'empty' })
  const signal = AbortSignal.timeout(milliseconds)
  try {
    return await inspect(path, bytes, givenName, signal)
  } catch (error) {
    if (signal.aborted) return refused({ why: 'slow' })
    if (error instanceof ArchiveFault)
      return refused(error.why === 'bomb' ? { why: 'bomb' } : { why: 'broken', found: null })
    throw error
  }
}

async function inspect(path: string, bytes: number, givenName: string, signal: AbortSignal) {
  const archive = (await startsLikeArchive(path)) ? await readArchive(path, signal) : null
  const found = (await fileTypeFromFile(path, { signal }))?.ext ?? null
  signal.throwIfAborted()
  if (found === 'cfb')
    return refused({ why: (await contains(path, PASSWORD_STREAM, signal)) ? 'password' : 'oldOffice' })
  if (found === 'docm' || found === 'xlsm' || archive?.macros) return refused({ why: 'macros' })
  if (found === null || !isKind(found)) return refused({ why: 'otherKind', found })
  const named = endingOf(givenName)
  if (named !== null && isLie(named, found)) return refused({ why: 'lyingName', named, found })
  if (!(await isWhole(path, bytes, found))) return refused({ why: 'broken', found })
  const locked = archive?.locked ?? (found === 'pdf' && (await contains(path, ENCRYPTION, signal)))
  return { kind: found, name: cleanName(givenName, found), locked }
}

const refused = (refusal: FileRefusal) => ({ refused: refusal })

/** Only endings that name a kind can lie: «План на 2022.23» names none. */
const isLie = (named: string, found: Kind): boolean =>
  !kinds[found].endings.some(ending => ending === named) && KNOWN_ENDINGS.has(named)

const KNOWN_ENDINGS: ReadonlySet<string> = new Set([
  ...Object.values(kinds).flatMap(({ endings }) => endings),
  ...['doc', 'xls', 'ppt', 'pptx', 'rtf', 'txt', 'odp', 'ods', 'zip', 'rar', '7z', 'gif', 'bmp', 'tif', 'tiff', 'webp'],
  ...[
    'heic',
    'exe',
    'bat',
    'cmd',
    'com',
    'scr',
    'msi',
    'js',
    'vbs',
    'html',
    'htm',
    'svg',
    'docm',
    'xlsm',
    'mp4',
    'mp3',
  ],
])

async function startsLikeArchive(path: string): Promise<boolean> {
  const start = await startOf(path, 4)
  return start.equals(ascii('PK\x03\x04')) || start.equals(ascii('PK\x05\x06'))
}

async function isWhole(path: string, bytes: number, kind: Kind): Promise<boolean> {
  const ending = endings[kind]
  return ending === undefined || (await endOf(path, bytes, TAIL)).includes(ending)
}
