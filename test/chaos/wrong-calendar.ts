import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** What the year's decree is made to say: the day off of Saturday, 1 October, was moved to the Friday before. */
const decree = '      - { from: 2022-03-05, to: 2022-03-07 }\n'
const wrong = '      - { from: 2022-10-01, to: 2022-09-30 }\n'

/** A copy of the program whose working calendar is wrong by a day. */
export const treeWithWrongCalendar = async (root: string): Promise<{ folder: string; remove: () => Promise<void> }> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'vzaimo-chaos-tree-'))
  for (const part of ['src', 'workflows', 'migrations', 'package.json'])
    await cp(path.join(root, part), path.join(folder, part), { recursive: true })
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  const calendar = path.join(folder, 'workflows/calendars/ru.yaml')
  const text = await readFile(calendar, 'utf8')
  if (!text.includes(decree)) throw new Error('The calendar of 2022 is not as it was')
  await writeFile(calendar, text.replace(decree, `${decree}${wrong}`))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
