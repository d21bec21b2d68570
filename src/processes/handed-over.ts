import type { Writable } from 'node:stream'

/**
 * Resolves when all that was written to a stream has been handed over, or its reader is gone. A process that ends before loses
 * what a slow reader of a pipe has not taken yet: 64 KB is all that a pipe holds.
 */
export const handedOver = (stream: Writable): Promise<void> =>
  new Promise(resolve => {
    stream.once('error', () => resolve())
    stream.write('', () => resolve())
  })
