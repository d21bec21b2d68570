import { type FileRefusal, type Inspected, inspectFile } from './inspect.ts'
import { type FileStore, type Stored, TooLarge } from './store.ts'

/** A file that was taken in, looked at and kept; no row names it yet. */
export type Received = Stored & Inspected

/** What a browser or a program sends: its bytes and the name it gives them. `cut`: whether bytes beyond the limit were left out. */
export type Incoming = {
  readonly bytes: AsyncIterable<Uint8Array>
  readonly name: string
  readonly cut?: () => boolean
}

class NotTaken extends Error {
  readonly refusal: FileRefusal
  constructor(refusal: FileRefusal) {
    super(refusal.why)
    this.refusal = refusal
  }
}

/** Takes a file into the store, or says why not; what is refused leaves nothing behind. What the stream throws is thrown on. */
export const receiveFile = async (
  store: FileStore,
  { bytes, name, cut }: Incoming,
): Promise<Received | { readonly refused: FileRefusal }> => {
  const { maxBytes } = store
  let seen: Inspected | null = null
  try {
    const stored = await store.put(bytes, {
      accept: async (path, { bytes: size }) => {
        if (cut?.()) throw new NotTaken({ why: 'tooLarge', maxBytes })
        const inspected = await inspectFile(path, size, name)
        if ('refused' in inspected) throw new NotTaken(inspected.refused)
        seen = inspected
      },
    })
    return { ...stored, ...known(seen) }
  } catch (error) {
    if (error instanceof NotTaken) return { refused: error.refusal }
    if (error instanceof TooLarge) return { refused: { why: 'tooLarge', maxBytes } }
    throw error
  }
}

function known(inspected: Inspected | null): Inspected {
  if (inspected === null) throw new Error('The store kept a file that nobody looked at')
  return inspected
}
