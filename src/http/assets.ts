import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/** One static file, ready to be sent in every encoding. */
export type Asset = {
  readonly name: string
  readonly type: string
  readonly hash: string
  readonly plain: Buffer
  readonly gzip: Buffer | null
  readonly br: Buffer | null
}

/** The URL of a static file by its name; throws for a name that is not there, so a typo shows at the first test. */
export type AssetUrls = (name: string) => string

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
}

const RELATIVE = /(url\(|from '|import '|import\(')\.?\/?([\w.-]+\.\w+)(?=['")])/g

/**
 * Reads the static files once, at start. A file's URL holds the hash of its content, so it may be cached for ever; what a style sheet
 * or a module names relatively is rewritten to such URLs too, and is therefore read first (no cycles among modules).
 */
export const loadAssets = (folder: URL = new URL('./assets/', import.meta.url)): ReadonlyMap<string, Asset> => {
  const loaded = new Map<string, Asset>()
  const load = (name: string): Asset => {
    const known = loaded.get(name)
    if (known) return known
    const made = makeAsset(name, readFileSync(new URL(name, folder)), load)
    loaded.set(name, made)
    return made
  }
  for (const name of readdirSync(folder)) if (TYPES[extname(name)]) load(name)
  return loaded
}

export const assetUrls =
  (assets: ReadonlyMap<string, Asset>): AssetUrls =>
  name => {
    const asset = assets.get(name)
    if (!asset) throw new Error(`No static file is called ${name}`)
    return `/assets/${asset.hash}/${asset.name}`
  }

function makeAsset(name: string, bytes: Buffer, load: (name: string) => Asset): Asset {
  const type = TYPES[extname(name)] ?? 'application/octet-stream'
  const isText = /^text|svg/.test(type)
  const plain = isText ? Buffer.from(relinked(name, bytes.toString('utf8'), load)) : bytes
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, 16)
  return {
    name,
    type,
    hash,
    plain,
    gzip: isText ? gzipSync(plain, { level: 9 }) : null,
    br: isText ? brotliCompressSync(plain) : null,
  }
}

function relinked(name: string, text: string, load: (name: string) => Asset): string {
  const slim = extname(name) === '.css' ? slimCss(text) : text
  return slim.replace(RELATIVE, (_, before: string, other: string) => `${before}../${load(other).hash}/${other}`)
}

/** The style sheet is written to be read; readers get it without comments and indentation. */
function slimCss(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .trim()
}
