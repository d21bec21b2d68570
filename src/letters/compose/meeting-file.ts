import { words } from '../../words/index.ts'
import { meetingCalendar } from '../meeting-calendar.ts'
import type { Composed, Draft } from '../types.ts'
import { agreedSlot } from './event-values.ts'
import { type Ground, paths, schoolOf } from './matter.ts'

/**
 * The calendar file that goes with a letter about a meeting (engineering 23): an invitation to an agreed time, its cancellation when it is moved
 * or off. A time that was never agreed on has none. Invited is the reader alone: nobody else's address leaves the house.
 */
export const meetingFile = (ground: Ground, draft: Pick<Draft, 'person'>, from: string): Composed['calendar'] => {
  const { item, lang, table, facts, publicUrl } = ground
  const slot = agreedSlot(item.detail)
  if (slot === null || !['meetingAgreed', 'meetingMoved', 'meetingCancelled'].includes(item.kind)) return null
  const off = item.kind !== 'meetingAgreed'
  const said = words(lang).meetings.calendar
  const url = `${publicUrl}${paths.meeting(item.root)}`
  const names = (table?.seats ?? [])
    .filter(({ standing }) => standing !== 'withdrawn')
    .map(({ school }) => facts.schools.get(school)?.name ?? '')
  const email = facts.emails.get(draft.person)
  const text = meetingCalendar({
    root: item.root,
    slot,
    sequence: Number(item.detail.sequence),
    stamp: item.openedAt,
    off,
    summary: said.summary(names.join(', ')),
    description: `${said.description} ${url}`,
    url,
    organizer: { name: words(lang).frame.product, email: from },
    attendees: email === undefined ? [] : [{ name: schoolOf(ground)?.name ?? email, email }],
  })
  return { method: off ? 'CANCEL' : 'REQUEST', text }
}
