/** What a server says of a letter: `permanent`, it will never arrive there; else it is late, and still on its way or given up for now. */
export type DeliveryStatus = {
  readonly permanent: boolean
  readonly status: string | null
  readonly says: string | null
}

type Fields = ReadonlyMap<string, string>

const unfolded = (text: string): string => text.replaceAll(/\r?\n[ \t]+/g, ' ')

const fieldsOf = (block: string): Fields =>
  new Map(
    block.split(/\r?\n/).flatMap(line => {
      const at = line.indexOf(':')
      return at < 1 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()] as const]
    }),
  )

/** `5.1.1`, with or without a comment behind it. */
const statusOf = (fields: Fields): string | null =>
  /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? null

const wordsOf = (fields: Fields): string | null => fields.get('diagnostic-code')?.replace(/^[\w-]+\s*;\s*/, '') ?? null

const asStatus = (fields: Fields): DeliveryStatus | null => {
  const action = fields
    .get('action')
    ?.split(/[\s;(]/, 1)[0]
    ?.toLowerCase()
  const [status, says] = [statusOf(fields), wordsOf(fields)]
  if (action === 'delayed') return { permanent: false, status, says }
  // «Failed» with a status of class 4: given up after days of trying, which says nothing for good.
  if (action === 'failed') return { permanent: status === null || status.startsWith('5'), status, says }
  return null
}

/**
 * Reads the part `message/delivery-status` of a report (RFC 3464): one block about the message, then one about each recipient. A letter of ours has
 * one recipient; where a list made several of it, the worst counts. Null where nothing failed and nothing is late.
 */
export const readDeliveryStatus = (text: string): DeliveryStatus | null => {
  const blocks = unfolded(text)
    .split(/\r?\n[ \t]*(?:\r?\n)+/)
    .map(fieldsOf)
  const told = blocks.map(asStatus).filter(status => status !== null)
  return told.find(({ permanent }) => permanent) ?? told[0] ?? null
}
