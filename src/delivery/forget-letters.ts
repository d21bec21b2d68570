import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { namesInOutbox, readFromOutbox } from './outbox-folder.ts'

/** Removes the letters of the folder that go to one of these addresses, or hold one of these words. */
export const forgetLetters = async (folder: string, needles: readonly string[]): Promise<void> => {
  const sought = needles.map(needle => needle.toLowerCase())
  for (const name of await namesInOutbox(folder, Number.POSITIVE_INFINITY)) {
    const eml = await readFromOutbox(folder, name)
    if (eml === null) continue
    const { to, subject = '', text = '' } = await PostalMime.parse(eml)
    const said = [...(to ?? []).map(({ address }) => address ?? ''), subject, text, eml.toString()]
      .join('\n')
      .toLowerCase()
    if (sought.some(needle => said.includes(needle))) await rm(join(folder, name), { force: true })
  }
}
