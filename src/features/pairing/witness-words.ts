import { foldName, type School } from './schools.ts'
import type { Words } from './words.ts'

const sameFor = (schools: readonly School[], of: (school: School) => string): boolean =>
  new Set(schools.map(school => foldName(of(school)))).size === 1

/** The place that all schools have in common, or nothing. */
const commonPlace = (schools: readonly School[]): Words => {
  const [first] = schools
  if (!first || !sameFor(schools, s => s.region)) return { ru: '', en: '' }
  const [region, municipality] = [first.region.trim(), first.municipality.trim()]
  if (!sameFor(schools, s => s.municipality)) return { ru: ` региона «${region}»`, en: ` of region ${region}` }
  return { ru: ` муниципалитета «${municipality}» (${region})`, en: ` of municipality ${municipality} (${region})` }
}

const named = (schools: readonly School[]): string => schools.map(({ id, name }) => `${id} ${name}`.trim()).join(', ')

/** So many schools are named one by one. */
const mostNames = 3

const rest = (alone: number): Words => ({
  ru: `Без партнёра остаётся школ: ${alone}.`,
  en: alone === 1 ? 'One school stays without a partner.' : `${alone} schools stay without a partner.`,
})

/** A barrier in words: the schools of each of its groups, how many others they depend on, and how many stay alone. */
export const wordsOfBarrier = (groups: readonly (readonly School[])[], removed: number, alone: number): Words => {
  const schools = groups.flat()
  const place = commonPlace(schools)
  const end = rest(alone)
  if (groups.some(group => group.length > 1)) {
    return {
      ru: `Если отложить школы, от которых зависят остальные (${removed}), то группы с нечётным числом школ (${groups.length}, школ в них ${schools.length}) не могут меняться партнёрами между собой. ${end.ru}`,
      en: `Apart from ${removed} schools that the others depend on, ${schools.length} schools fall into ${groups.length} groups of an odd number, and no school may be paired with one of another group. ${end.en}`,
    }
  }
  const few = schools.length <= mostNames ? `: ${named(schools)}` : ''
  if (removed === 0) {
    return {
      ru: `Школы${place.ru} (${schools.length}) не имеют ни одного допустимого партнёра${few}. ${end.ru}`,
      en: `${schools.length} ${schools.length === 1 ? 'school' : 'schools'}${place.en} have no admissible partner${few}. ${end.en}`,
    }
  }
  return {
    ru: `Школы${place.ru} (${schools.length}) могут быть в паре только с другими школами (${removed})${few}. ${end.ru}`,
    en: `${schools.length} schools${place.en} may only be paired with ${removed} ${removed === 1 ? 'other' : 'others'}${few}. ${end.en}`,
  }
}

/** One school is left over when all others are locked, or there is no other. */
export const wordsOfLoneSchool = (school: School): Words => ({
  ru: `Школа ${named([school])} одна: её не с кем поставить в пару.`,
  en: `School ${named([school])} is alone: there is nobody to be paired with.`,
})

/** An odd number without an admissible trio. */
export const wordsOfNoTrio = (schools: number): Words => ({
  ru: `Число школ нечётное (${schools}), а тройки, в которой допустимы все пары, нет.`,
  en: `The number of schools is odd (${schools}), and there are no three schools of which any two may be paired.`,
})

/** An odd number, where every trio leaves somebody alone. */
export const wordsOfRest = (alone: number, proven: boolean): Words => {
  if (!proven) {
    return {
      ru: `Число школ нечётное, и ни одна из испытанных троек не подошла; перебрать все слишком долго. ${rest(alone).ru}`,
      en: `The number of schools is odd, and none of the trios tried will do; there are too many to try them all. ${rest(alone).en}`,
    }
  }
  return {
    ru: `Число школ нечётное, и какую бы тройку ни выбрать, кто-то остаётся один. ${rest(alone).ru}`,
    en: `The number of schools is odd, and whichever trio is chosen, somebody stays alone. ${rest(alone).en}`,
  }
}
