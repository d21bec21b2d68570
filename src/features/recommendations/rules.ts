import { canonical, sha256 } from '../../engine/chain.ts'

/** What of a recommendation is written by itself, each with its own line of versions. */
export type Part = 'item' | 'answer' | 'dispute'

export const parts: readonly Part[] = ['item', 'answer', 'dispute']

export const replies = ['accepted', 'partly', 'declined'] as const

export type Reply = (typeof replies)[number]

/** What a version says beside its text. `of`: the version of the recommendation that the answer is to; `date`: YYYY-MM-DD. */
export type SaidBy = {
  readonly item: { readonly document: string | null; readonly removed: boolean }
  readonly answer: { readonly of: number; readonly answer: Reply; readonly date: string | null; readonly done: boolean }
  readonly dispute: Readonly<Record<string, never>>
}

/** One wording of a part. */
export type Wording<P extends Part = Part> = { readonly said: SaidBy[P]; readonly body: string }

/**
 * A version as it is stored. `body` is null where the text was blanked; `name` where its author was erased. Only the kept ones are a line;
 * of the others nobody knows but their author.
 */
export type Version<P extends Part = Part> = {
  readonly id: string
  readonly item: string
  readonly part: P
  readonly version: number
  readonly fate: 'kept' | 'outrun' | 'late'
  readonly said: SaidBy[P]
  readonly body: string | null
  readonly at: string
  readonly author: string
  readonly name: string | null
  readonly client: string | null
  readonly settled: boolean
}

/** SHA-256 of salt, what is said and the text, so that nothing said can pass for the beginning of a text. */
export const wordingSha256 = (salt: string, { said, body }: Wording): string =>
  sha256(`${salt}\n${canonical(said)}\n${body}`)

const sameWording = (one: Pick<Version, 'said' | 'body'>, other: Pick<Version, 'said' | 'body'>): boolean =>
  one.body === other.body && canonical(one.said) === canonical(other.said)

/** The present version of a part; none where nothing was kept yet. */
export const presentOf = <P extends Part>(versions: readonly Version<P>[]): Version<P> | null =>
  versions.reduce<Version<P> | null>(
    (so, version) => (version.fate === 'kept' && version.version > (so?.version ?? 0) ? version : so),
    null,
  )

/** One write of one part. `base` is the version that its writer saw, 0 for none; `client` makes a repeated write the same write. */
export type Write<P extends Part = Part> = {
  readonly item: string
  readonly part: P
  readonly wording: Wording<P>
  readonly base: number
  readonly client: string | null
  readonly person: string
}

/** What becomes of a write. `outrun`: somebody was faster; `late`: nothing may be written any more; both are kept for their author alone. */
export type Decision =
  | { readonly is: 'keyReused' }
  | { readonly is: 'saved'; readonly version: Version | null }
  | { readonly is: 'write' }
  | { readonly is: 'outrun' | 'late'; readonly theirs: Version | null; readonly yours: Version | null }

/** Decides a write over all versions of its part, and over what the same client id wrote before, wherever that was. */
export const decide = (versions: readonly Version[], write: Write, writable: boolean): Decision => {
  const { item, part, wording, base, client, person } = write
  const isOfLine = (version: Version) => version.item === item && version.part === part
  const line = versions.filter(isOfLine)
  const now = presentOf(line)
  const first = client === null ? undefined : versions.find(it => it.author === person && it.client === client)
  if (first !== undefined) {
    if (!isOfLine(first) || !sameWording(first, wording)) return { is: 'keyReused' }
    return first.fate === 'kept' ? { is: 'saved', version: first } : { is: first.fate, theirs: now, yours: first }
  }
  const seen = line.find(({ fate, version }) => fate === 'kept' && version === base)
  // A dispute is taken back by emptying it; where there is none, an empty one is nothing.
  if (now === null && part === 'dispute' && wording.body === '') return { is: 'saved', version: null }
  if ((now !== null && sameWording(now, wording)) || (seen !== undefined && sameWording(seen, wording)))
    return { is: 'saved', version: now }
  if (writable && (now?.version ?? 0) === base) return { is: 'write' }
  const is = writable ? 'outrun' : 'late'
  const twin = line.find(
    it => it.author === person && it.fate === is && it.version === base + 1 && !it.settled && sameWording(it, wording),
  )
  return { is, theirs: now, yours: twin ?? null }
}

/** A wording of one person that met a newer one and was neither chosen nor left; a later version of theirs settles it. */
export const undecidedOf = <P extends Part>(versions: readonly Version<P>[], person: string): Version<P> | null => {
  const now = presentOf(versions)
  const mine = versions.filter(({ author }) => author === person)
  const open = mine.filter(
    it =>
      it.fate === 'outrun' &&
      !it.settled &&
      it.body !== null &&
      (now === null || !sameWording(now, it)) &&
      !mine.some(later => later.fate === 'kept' && later.version > it.version),
  )
  return open.at(-1) ?? null
}

/** Wordings of one person that came too late and say what no kept version says. */
export const latesOf = <P extends Part>(versions: readonly Version<P>[], person: string): Version<P>[] =>
  versions.filter(
    it =>
      it.author === person &&
      it.fate === 'late' &&
      !it.settled &&
      it.body !== null &&
      !versions.some(kept => kept.fate === 'kept' && sameWording(kept, it)),
  )

/** Whoever declines, or accepts in part, says why (rules 19). */
const needsReason = (answer: Reply): boolean => answer !== 'accepted'

/** What is wrong with a wording, by its field. */
export type Fault = { readonly field: 'text' | 'reason' | 'document'; readonly code: 'required' | 'unknown' }

/** `documents`: the slots that a recommendation may be about. What is taken out of the list needs no check. */
export const faultOf = ({ part, wording }: Write, documents: readonly string[]): Fault | null => {
  const empty = wording.body.trim() === ''
  if (part === 'dispute') return null
  if (part === 'answer') {
    const { answer } = wording.said as SaidBy['answer']
    return empty && needsReason(answer) ? { field: 'reason', code: 'required' } : null
  }
  const { document, removed } = wording.said as SaidBy['item']
  if (removed) return null
  if (empty) return { field: 'text', code: 'required' }
  return document === null || documents.includes(document) ? null : { field: 'document', code: 'unknown' }
}
