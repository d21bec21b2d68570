import type { WorkingCalendar } from './calendar.ts'
import type { RegionalDaysOff } from './regional-days.ts'

/** A text of the definition in both languages of the product. */
export type Words = { readonly ru: string; readonly en: string }

/** What a seat can owe by a stage's deadline (rules 2, 9). */
export type OwedAct = 'signIn' | 'package' | 'review' | 'meeting' | 'recommendations' | 'finalFile'

/** `deadline`: `YYYY-MM-DD`, that day included; null where a duty counts from the publication of the pairs. */
export type Stage = {
  readonly id: string
  readonly name: Words
  readonly deadline: string | null
  readonly obligations: readonly OwedAct[]
}

/** `eachRisk`: one file or more, so that every risk the school works on is covered by a programme (rules 15). */
export type PackageSlot = {
  readonly id: string
  readonly name: Words
  readonly required: boolean
  readonly scored: boolean
  readonly count: 'one' | 'eachRisk'
}

export type SignificanceId = 'high' | 'medium' | 'low'

/** `appliesWhen`: suggests, never forces: the criterion speaks of factors that a profile may not have. */
export type Criterion = {
  readonly id: string
  readonly text: Words
  readonly appliesWhen?: { readonly profileHas: SignificanceId }
}

/** `document` is the id of a package slot. `heading`: of a repeated form, `{title}` is the programme's title. */
export type ScoringForm = {
  readonly document: string
  readonly name: Words
  readonly repeatedFor?: 'eachProgramme'
  readonly heading?: Words
  readonly criteria: readonly Criterion[]
}

export type ClosingQuestion = {
  readonly id: string
  readonly per: 'review' | 'form'
  readonly private: boolean
  readonly required: boolean
  readonly text: Words
}

export type CriteriaSet = {
  readonly id: string
  readonly source: readonly string[]
  readonly scale: {
    readonly values: readonly { readonly score: number; readonly name: Words }[]
    readonly notApplicable?: { readonly sign: string; readonly name: Words }
  }
  readonly forms: readonly ScoringForm[]
  readonly closingQuestions: readonly ClosingQuestion[]
}

export type Significance = { readonly id: SignificanceId; readonly name: Words; readonly action: Words }

/** The risk factors of a season, numbered from 1, and the levels that a profile gives them. */
export type RiskFactors = {
  readonly list: string
  readonly source: readonly string[]
  readonly year: number
  readonly significance: readonly Significance[]
  readonly factors: readonly { readonly number: number; readonly name: Words }[]
}

/** For which scores a comment is demanded and for which it is asked. */
export type CommentRule = {
  readonly requiredFor: readonly (number | 'notApplicable')[]
  readonly askedFor: readonly (number | 'notApplicable')[]
}

/** Periods of the season, in working days of the school they concern (rules 3, 5, 9, 14, 18, 21, 22). */
export type WorkingDaySettings = {
  readonly heldDuty: number
  readonly signIn: number
  readonly packageReturn: number
  readonly finalFileReturn: number
  readonly minutesSilence: number
  readonly rebase: number
  readonly earliestMove: number
  readonly partnerSilence: number
}

export type LetterRecipient = 'school' | 'curator' | 'municipalCoordinator' | 'regionalCoordinator'

/** `days` from the deadline: negative before it, 0 on the day. */
export type Rung = { readonly days: number; readonly to: readonly LetterRecipient[] }

/** Hours are `HH:MM` of the reader's own clock. `ladders` of single duties stand instead of `ladder`. */
export type LetterSettings = {
  readonly sendAt: string
  readonly quiet: { readonly from: string; readonly to: string }
  readonly ladder: readonly Rung[]
  readonly ladders: Readonly<Partial<Record<OwedAct, readonly Rung[]>>>
}

/**
 * A season as the product uses it: checked, whole and frozen, plain JSON. `zone` is the operator's (IANA name); `closes`
 * (`YYYY-MM-DD`) is null until the operator sets it; `closingNotice` is in calendar days before it.
 */
export type SeasonDefinition = {
  readonly id: string
  readonly name: Words
  readonly source: readonly string[]
  readonly zone: string
  readonly closes: string | null
  readonly stages: readonly Stage[]
  readonly package: readonly PackageSlot[]
  readonly steps: readonly Words[]
  readonly criteria: CriteriaSet
  readonly riskFactors: RiskFactors
  readonly calendar: WorkingCalendar & RegionalDaysOff & { readonly id: string; readonly name: Words }
  readonly review: { readonly seal: boolean; readonly curatorVerdict: boolean; readonly comment: CommentRule }
  readonly workingDays: WorkingDaySettings
  readonly closingNotice: readonly number[]
  readonly letters: LetterSettings
}
