import { accounts } from './catalogue/accounts.ts'
import { acts } from './catalogue/acts.ts'
import { clock } from './catalogue/clock.ts'
import { coordination } from './catalogue/coordination.ts'
import { finalFiles } from './catalogue/final-files.ts'
import { frame } from './catalogue/frame.ts'
import { history } from './catalogue/history.ts'
import { home } from './catalogue/home.ts'
import { letterActs } from './catalogue/letter-acts.ts'
import { letterEvents } from './catalogue/letter-events.ts'
import { letterMeetings } from './catalogue/letter-meetings.ts'
import { letterPages } from './catalogue/letter-pages.ts'
import { letterPairs } from './catalogue/letter-pairs.ts'
import { letterRungs } from './catalogue/letter-rungs.ts'
import { letterTemplates } from './catalogue/letter-templates.ts'
import { letters } from './catalogue/letters.ts'
import { meetings } from './catalogue/meetings.ts'
import { nav } from './catalogue/nav.ts'
import { packages } from './catalogue/packages.ts'
import { pairing } from './catalogue/pairing.ts'
import { privacy } from './catalogue/privacy.ts'
import { problems } from './catalogue/problems.ts'
import { programs } from './catalogue/programs.ts'
import { recommendations } from './catalogue/recommendations.ts'
import { reviews } from './catalogue/reviews.ts'
import { schools } from './catalogue/schools.ts'
import { seals } from './catalogue/seals.ts'
import { statecharts } from './catalogue/statecharts.ts'
import type { Lang } from './lang.ts'

export type { Lang } from './lang.ts'
export { LANGS } from './lang.ts'

/** Everything the system says, one area a file; an area is one import and one name here. */
export const catalogue = {
  accounts,
  acts,
  clock,
  coordination,
  finalFiles,
  frame,
  history,
  home,
  letterActs,
  letterEvents,
  letterMeetings,
  letterPairs,
  letterRungs,
  letterTemplates,
  letters,
  letterPages,
  meetings,
  nav,
  packages,
  pairing,
  privacy,
  problems,
  programs,
  recommendations,
  reviews,
  schools,
  seals,
  statecharts,
}

type Area = keyof typeof catalogue

/** All the words of one language, typed: `words(lang).frame.signOut`. */
export type Words = { readonly [A in Area]: (typeof catalogue)[A]['ru'] }

const wordsOf = (lang: Lang): Words =>
  Object.fromEntries(Object.entries(catalogue).map(([area, twins]) => [area, twins[lang]])) as Words

const byLang: Readonly<Record<Lang, Words>> = { ru: wordsOf('ru'), en: wordsOf('en') }

export const words = (lang: Lang): Words => byLang[lang]
