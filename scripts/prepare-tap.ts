import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Builds tap's test class for the plugins of .taprc. The built class lies in node_modules, so a fresh install has the
 * default one; a stamp beside it says for which tap and which plugins it was built.
 */

const root = path.resolve(import.meta.dirname, '..')
const stamp = path.join(root, 'node_modules/.tap-built-for')
const { version } = JSON.parse(readFileSync(path.join(root, 'node_modules/tap/package.json'), 'utf8'))
const wanted = `tap ${version}\n${readFileSync(path.join(root, '.taprc'), 'utf8')}`

if (stamped() !== wanted) {
  const tap = path.join(root, 'node_modules/tap/dist/esm/run.mjs')
  const { status } = spawnSync(process.execPath, [tap, 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) {
    console.error('tap could not be built for the plugins of .taprc')
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}

function stamped(): string | undefined {
  try {
    return readFileSync(stamp, 'utf8')
  } catch {
    return undefined
  }
}
