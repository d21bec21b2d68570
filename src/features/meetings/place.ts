import { Type } from '@fastify/type-provider-typebox'

/** The path of a partnership's one meeting; its JSON twins stand under /api. */
export const meetingRoute = '/partnerships/:root/meeting'
export const threadRoute = '/partnerships/:root/documents/:document/questions'

const uuid = Type.String({ format: 'uuid' })
export const meetingParams = { root: uuid }
export const threadParams = { root: uuid, document: uuid }
export const replyParams = { ...threadParams, asked: uuid }

export const meetingPath = (root: string) => `/partnerships/${root}/meeting`
export const threadPath = (root: string, document: string) => `/partnerships/${root}/documents/${document}/questions`
