import { hkdfSync } from 'node:crypto'

/** A 256-bit key for one purpose out of the installation's secret: one purpose's key tells nothing about another's. */
export const keyFor = (secret: string, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, 'vzaimo', purpose, 32))
