import type { WorkingWeek } from './calendar.ts'
import type { SignificanceId } from './season.ts'

export type SchoolRole = 'head' | 'schoolCoordinator' | 'helper'

/** A person of the demo, named by role. */
export type DemoPerson = { readonly id: string; readonly name: string; readonly email: string }

/** `sample`: ours, made up for the demo, and shown as such; otherwise `source` names the document it stands in. */
export type DemoSchool = {
  readonly id: string
  readonly name: string
  readonly shortName: string
  readonly region: string
  readonly municipality: string
  readonly locality: 'city' | 'town' | 'village'
  readonly zone: string
  readonly workingWeek: WorkingWeek
  readonly students: { readonly number: number; readonly sample: boolean }
  readonly riskProfile: {
    readonly sample: boolean
    readonly source?: string
    /** By the factor's number, `'1'` … `'10'`. */
    readonly significance: Readonly<Record<string, SignificanceId>>
  }
  readonly curator: string | null
  readonly members: readonly (DemoPerson & { readonly role: SchoolRole })[]
}

/** The demo's schools, people and groups of a season. `worksAt`: the demo school where a curator works, if it is one. */
export type DemoExample = {
  readonly closes: string
  readonly schools: readonly DemoSchool[]
  readonly curators: readonly (DemoPerson & { readonly worksAt: string | null })[]
  readonly municipalCoordinators: readonly (DemoPerson & { readonly region: string; readonly municipality: string })[]
  readonly regionalCoordinators: readonly (DemoPerson & { readonly region: string })[]
  readonly federalCoordinators: readonly DemoPerson[]
  readonly groups: readonly { readonly id: string; readonly source: string; readonly seats: readonly string[] }[]
}
