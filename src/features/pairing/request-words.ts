import type { Words } from './words.ts'

// What is said of the faults of a request; the place of a fault stands before it.

export const idTwice = (id: string): Words => ({
  ru: `код ${id} встречается второй раз; у каждой школы должен быть свой`,
  en: `the id ${id} stands a second time; every school needs one of its own`,
})

export const noRegion = (id: string): Words => ({
  ru: `у школы ${id} не указан регион`,
  en: `the region of ${id} is empty`,
})

export const noMunicipality = (id: string): Words => ({
  ru: `у школы ${id} не указан муниципалитет`,
  en: `the municipality of ${id} is empty`,
})

export const unknownId = (id: string): Words => ({
  ru: `школы с кодом ${id} нет`,
  en: `there is no school with the id ${id}`,
})

export const besideItself = (id: string): Words => ({
  ru: `школа ${id} стоит рядом с самой собой`,
  en: `${id} stands beside itself`,
})

export const lockSize = (size: number): Words => ({
  ru: `закрепить можно две школы или три, а здесь их ${size}`,
  en: `a lock holds two schools or three, not ${size}`,
})

export const lockedTwice = (id: string): Words => ({
  ru: `школа ${id} закреплена дважды`,
  en: `${id} is in another lock already`,
})

export const lockAgainstBan = (a: string, b: string): Words => ({
  ru: `${a} и ${b} закреплены вместе, но эта пара запрещена; снимите одно из двух`,
  en: `${a} and ${b} are locked together, but the pair is banned; lift one of the two`,
})

export const lockAgainstConflict = (a: string, b: string): Words => ({
  ru: `${a} и ${b} закреплены вместе, но между ними заявлен конфликт`,
  en: `${a} and ${b} are locked together, but a conflict between them is declared`,
})

export const trioOfEven = (schools: number): Words => ({
  ru: `закреплена тройка, но школ ${schools}: при чётном числе троек не бывает`,
  en: `three schools are locked together, but an even number of schools (${schools}) has no trio`,
})

export const secondTrio: Words = {
  ru: 'тройка уже закреплена, а при нечётном числе школ она ровно одна',
  en: 'a trio is locked already, and an odd number of schools has exactly one',
}

export const amountsNotWhole: Words = {
  ru: 'все величины в настройках распределения должны быть целыми и не меньше нуля',
  en: 'the amounts of the pairing settings must be whole and not below 0',
}

export const affinitiesNotWhole: Words = {
  ru: 'сходство факторов и потеря за общий регион должны быть целыми',
  en: 'the affinities and the loss of a common region must be whole',
}

export const affinityShape: Words = {
  ru: 'таблица сходства должна быть симметричной: три строки по три числа',
  en: 'the affinity table must be symmetric, with three rows of three numbers',
}

export const weightsTooLarge = (schools: number): Words => ({
  ru: `веса слишком велики, чтобы точно сложить их для стольких школ (${schools})`,
  en: `the weights are too large to be added up exactly for ${schools} schools`,
})
