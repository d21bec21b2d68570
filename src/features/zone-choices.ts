import type { Lang } from '../words/index.ts'
import { utcOffset, zoneName } from '../words/time.ts'
import { spokenZone } from '../words/zones.ts'

const known: ReadonlySet<string> = new Set(Intl.supportedValuesOf('timeZone'))

/** Whether this is the IANA name of a zone; an abbreviation or an offset is none. */
export const isZone = (zone: string): boolean => known.has(zone)

/** The zones that are offered: those spoken of by name, from west to east, and the present one whatever it is. */
export const zoneChoices = (lang: Lang, current: string, at: Temporal.Instant): { value: string; label: string }[] => {
  const offset = (zone: string) => at.toZonedDateTimeISO(zone).offsetNanoseconds
  return [...known]
    .filter(zone => zone === current || spokenZone(lang, zone) !== null)
    .sort((a, b) => offset(a) - offset(b))
    .map(zone => {
      const [name, hours] = [zoneName(lang, zone, at), utcOffset(zone, at)]
      return { value: zone, label: name.includes(hours) ? `${zone}, ${hours}` : `${name}, ${hours}` }
    })
}
