import { Type } from '@fastify/type-provider-typebox'
import type { PairingSettings } from '../weights.ts'

const amount = Type.Integer({ minimum: 0, maximum: 1_000_000 })
const fit = Type.Integer({ minimum: -1000, maximum: 1000 })
const three = { minItems: 3, maxItems: 3 }

/** What a season weighs, whole. */
export const settingsSchema = Type.Object({
  affinity: Type.Array(Type.Array(fit, three), three),
  riskStep: amount,
  sizeBest: amount,
  sizeStep: amount,
  sizeCap: amount,
  placeBest: amount,
  localityLoss: Type.Array(amount, three),
  clock: Type.Object({ perHour: amount, nearHours: amount, farBase: amount, perFarHour: amount, most: amount }),
  sameRegionLoss: amount,
  differentRegion: Type.Boolean(),
})

/** The names of the plain form's amounts, in the order in which they stand, and where each stands in the settings. */
export const amounts = [
  ['riskStep', (s: PairingSettings) => s.riskStep],
  ['sizeBest', (s: PairingSettings) => s.sizeBest],
  ['sizeStep', (s: PairingSettings) => s.sizeStep],
  ['sizeCap', (s: PairingSettings) => s.sizeCap],
  ['placeBest', (s: PairingSettings) => s.placeBest],
  ['locality1', (s: PairingSettings) => s.localityLoss[1]],
  ['locality2', (s: PairingSettings) => s.localityLoss[2]],
  ['perHour', (s: PairingSettings) => s.clock.perHour],
  ['nearHours', (s: PairingSettings) => s.clock.nearHours],
  ['farBase', (s: PairingSettings) => s.clock.farBase],
  ['perFarHour', (s: PairingSettings) => s.clock.perFarHour],
  ['most', (s: PairingSettings) => s.clock.most],
  ['sameRegionLoss', (s: PairingSettings) => s.sameRegionLoss],
] as const

/** The names of the affinities of two levels, each with its place in the table: 0 low, 1 medium, 2 high. */
export const affinities = [
  ['ll', 0, 0],
  ['lm', 0, 1],
  ['lh', 0, 2],
  ['mm', 1, 1],
  ['mh', 1, 2],
  ['hh', 2, 2],
] as const

/** The fields of the plain form. */
export const settingsForm = {
  ...Object.fromEntries(amounts.map(([name]) => [name, amount])),
  ...Object.fromEntries(affinities.map(([name]) => [name, fit])),
  differentRegion: Type.Optional(Type.Literal('yes')),
}

/** The settings that a plain form says. */
export const settingsOfForm = (form: Readonly<Record<string, unknown>>): PairingSettings => {
  const of = (name: string) => Number(form[name])
  const [ll, lm, lh, mm, mh, hh] = affinities.map(([name]) => of(name)) as [
    ...[number, number, number],
    ...[number, number, number],
  ]
  return {
    affinity: [
      [ll, lm, lh],
      [lm, mm, mh],
      [lh, mh, hh],
    ],
    ...{ riskStep: of('riskStep'), sizeBest: of('sizeBest'), sizeStep: of('sizeStep'), sizeCap: of('sizeCap') },
    ...{ placeBest: of('placeBest'), localityLoss: [0, of('locality1'), of('locality2')] },
    clock: {
      ...{ perHour: of('perHour'), nearHours: of('nearHours'), farBase: of('farBase') },
      ...{ perFarHour: of('perFarHour'), most: of('most') },
    },
    sameRegionLoss: of('sameRegionLoss'),
    differentRegion: form.differentRegion === 'yes',
  }
}
