import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'

/** The first `most` bytes of a file; fewer where it is shorter. */
export const startOf = (path: string, most: number): Promise<Buffer> => slice(path, 0, most)

/** The last `most` bytes of a file of `bytes` bytes. */
export const endOf = (path: string, bytes: number, most: number): Promise<Buffer> =>
  slice(path, Math.max(0, bytes - most), most)

/** Whether the mark occurs in a file. Reads it once, chunk by chunk. */
export const contains = async (path: string, mark: Buffer, signal: AbortSignal): Promise<boolean> => {
  let tail = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, { signal })) {
    const seen = Buffer.concat([tail, chunk])
    if (seen.includes(mark)) return true
    tail = seen.subarray(Math.max(0, seen.length - mark.length + 1))
  }
  return false
}

async function slice(path: string, start: number, most: number): Promise<Buffer> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(most), 0, most, start)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
