import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { problem, throwProblem } from '../../http/problems.ts'
import { originalOf } from '../../letters/compose/templates.ts'
import type { Lang } from '../../words/index.ts'

/** One template in one language. */
export type Place = { readonly kind: string; readonly lang: Lang }

export const listPath = '/letters/templates'
export const templateRoute = `${listPath}/:kind/:lang`
export const templatePath = ({ kind, lang }: Place) => `${listPath}/${kind}/${lang}`

export const access = { action: 'letters.templates', object: 'letters' }

export const placeParams = Type.Object({
  kind: Type.String({ pattern: '^[a-zA-Z.]{1,60}$' }),
  lang: Type.Union([Type.Literal('ru'), Type.Literal('en')]),
})

/** The template that the address names, or the end of the request. */
export const placeOf = ({ params }: Pick<FastifyRequest, 'params'>): Place => {
  const { kind, lang } = params as Place
  return originalOf(lang, kind) === undefined ? throwProblem(problem('not-found')) : { kind, lang }
}
