/** The significance of one risk factor for a school, as IS MEDK states it. */
export type Level = 'low' | 'medium' | 'high'

/** The kind of place a school stands in; two steps lie between a city and a village. */
export type Locality = 'city' | 'town' | 'village'

/** The levels in the order of the affinity table of {@link PairingSettings}. */
export const levels: readonly Level[] = ['low', 'medium', 'high']

/** The localities in the order of their steps. */
export const localities: readonly Locality[] = ['city', 'town', 'village']

/** How many risk factors a profile has. */
export const factorCount = 10

/** What pairing knows of a school. `timezone` is an IANA name, `students` at least 1, `risks` ten levels in the list's order. */
export type School = {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly municipality: string
  readonly timezone: string
  readonly locality: Locality
  readonly students: number
  readonly risks: readonly Level[]
}

/** Region and municipality names are equal after trimming and case folding (rules 23). */
export const foldName = (name: string): string => name.trim().toLowerCase()

/** The UTC offset of a zone at noon of a day, in minutes. Throws a RangeError for an unknown zone. */
export const utcOffsetMinutes = (timezone: string, on: Temporal.PlainDate): number =>
  on.toZonedDateTime({ timeZone: timezone, plainTime: '12:00' }).offsetNanoseconds / 60e9
