import type { FastifyReply, FastifyRequest } from 'fastify'
import { sendPage } from '../../http/layout.ts'
import { returnPath } from './rules.ts'
import { signInPage } from './views/sign-in-page.ts'

/** Where the person was: the page they asked for, or the one whose form they sent. */
const whereFrom = (request: FastifyRequest): string => {
  if (request.method === 'GET') return returnPath(request.url)
  const from = URL.parse(request.headers.referer ?? '')
  return from !== null && from.host === request.host ? returnPath(`${from.pathname}${from.search}`) : '/'
}

/** Answers a browser that is not signed in with the sign-in page, which leads back to where it was going and carries the sealed text. */
export const onSignedOut = (request: FastifyRequest, reply: FastifyReply, kept: string | null): FastifyReply =>
  sendPage(reply, signInPage(request.frame, { next: whereFrom(request), kept }), 401)
