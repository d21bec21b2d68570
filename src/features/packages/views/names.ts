import type { PageFrame } from '../../../http/frame.ts'
import { words } from '../../../words/index.ts'
import type { PackageView } from '../package-view.ts'
import { slotId } from '../place.ts'
import { programmeSlot } from '../rules.ts'
import { factorName } from './factor-boxes.ts'

type Named = Pick<PackageView, 'season' | 'content'>

/** What a slot is called: the season's word for it, or the programme's title. */
export const slotName = ({ lang }: PageFrame, { season, content }: Named, slot: string): string => {
  const [id, programme] = slot.split('/')
  const title = content.programmes.find(candidate => candidate.id === programme)?.title
  if (title !== undefined) return words(lang).packages.programmes.heading(title)
  return season.package.find(candidate => candidate.id === id)?.name[lang] ?? slot
}

/** A code of `sendFacts`' or `returnFacts`' missing, in words, and the part of the page where it can be mended. */
export const missingName = (
  frame: PageFrame,
  view: Named,
  code: string,
): { readonly says: string; readonly href: string } => {
  const said = words(frame.lang).packages.missing
  if (code === 'factors') return { says: said.factors, href: '#factors' }
  if (code === programmeSlot(view.season)) return { says: said.programmes, href: '#programmes' }
  if (code === 'review-submitted') return { says: said.reviewSubmitted, href: '#state' }
  if (code === 'no-slots') return { says: said.noSlots, href: '#give-back' }
  if (code.startsWith('unknown/')) return { says: said.unknownSlot, href: '#give-back' }
  const factor = /^factor\/(\d+)$/.exec(code)?.[1]
  if (factor !== undefined)
    return { says: said.factor(factorName(frame, view.season, Number(factor))), href: '#programmes' }
  const filled = view.content.versions.some(version => version.slot === code)
  const name = slotName(frame, view, code)
  return { says: filled ? said.hidden(name) : said.file(name), href: `#${slotId(code)}` }
}
