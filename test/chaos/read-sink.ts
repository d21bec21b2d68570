import { readFile } from 'node:fs/promises'
import PostalMime from 'postal-mime'
import type { Arrived } from './oracle/found.ts'

type Line = { real: number; to: string[]; raw: string }

const linesOf = (text: string): Line[] =>
  text.split('\n').flatMap((line): Line[] => {
    try {
      return line === '' ? [] : [JSON.parse(line)]
    } catch {
      // Half a line: whoever wrote it was killed before it was accepted.
      return []
    }
  })

/** All letters of the ledger that the mail server has. What was asked for and holds a token, an invitation say, is none of them. */
export const readSink = async (file: string): Promise<Arrived[]> => {
  const letters: Arrived[] = []
  for (const { real, to, raw } of linesOf(await readFile(file, 'utf8').catch(() => ''))) {
    const { headers, messageId = '', text = '' } = await PostalMime.parse(Buffer.from(raw, 'base64'))
    const header = (name: string) => headers.find(({ key }) => key === name)?.value ?? ''
    if (header('x-vzaimo-letter') === '') continue
    letters.push({
      ...{ real, messageId, to: to.join(), text },
      letter: header('x-vzaimo-letter'),
      at: header('x-vzaimo-at'),
      entries: header('x-vzaimo-entries').split(/\s+/).filter(Boolean).map(Number),
    })
  }
  return letters
}
