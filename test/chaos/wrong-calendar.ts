import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A copy of the program in which 4 November is worked and 3 November is the holiday. */
export const treeWithWrongCalendar = async (root: string): Promise<{ folder: string; remove: () => Promise<void> }> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'vzaimo-chaos-tree-'))
  for (const part of ['src', 'workflows', 'migrations', 'package.json'])
    await cp(path.join(root, part), path.join(folder, part), { recursive: true })
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  const calendar = path.join(folder, 'workflows/calendars/ru.yaml')
  const text = await readFile(calendar, 'utf8')
  if (!text.includes('11-04]')) throw new Error('The calendar has no 4 November to spoil')
  await writeFile(calendar, text.replace('11-04]', '11-03]'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
