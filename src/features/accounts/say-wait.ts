import type { FastifyReply, FastifyRequest } from 'fastify'
import { sendPage } from '../../http/layout.ts'
import { words } from '../../words/index.ts'
import { type Carried, signInPage } from './views/sign-in-page.ts'

/** Tells to wait, on the page that still holds everything; programs read the header. */
export const sayWait = (
  request: FastifyRequest,
  reply: FastifyReply,
  it: Carried & { email: string; kind: 'letter' | 'password'; waitSeconds: number },
): FastifyReply => {
  const { signIn } = words(request.lang).accounts
  const way = it.kind === 'letter' ? signIn.waitLetter : signIn.waitPassword
  const says = `${signIn.wait(Math.ceil(it.waitSeconds / 60))} ${way}`
  reply.header('retry-after', String(it.waitSeconds))
  return sendPage(reply, signInPage(request.frame, { ...it, says }), 429)
}
