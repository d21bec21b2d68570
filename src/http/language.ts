import { Type } from '@fastify/type-provider-typebox'
import type { App } from './app.ts'
import type { FrameDeps } from './frame.ts'
import { isLocalPath } from './safe-url.ts'

export const LANG_COOKIE = 'lang'
const YEAR_SECONDS = 365 * 24 * 60 * 60

/** POST /language: the switch in the footer; returns to the page it stood on. */
export const languageRoutes = (app: App, deps: FrameDeps): void => {
  app.post(
    '/language',
    {
      config: { access: 'public' },
      schema: {
        body: Type.Object({
          lang: Type.Union([Type.Literal('ru'), Type.Literal('en')]),
          back: Type.String({ maxLength: 2000 }),
        }),
      },
    },
    async (request, reply) => {
      const { lang, back } = request.body
      if (request.viewer) await deps.rememberLang(request.viewer, lang)
      const secure = deps.publicUrl.startsWith('https:')
      reply.setCookie(LANG_COOKIE, lang, { path: '/', maxAge: YEAR_SECONDS, sameSite: 'lax', httpOnly: true, secure })
      return reply.redirect(isLocalPath(back) ? back : '/', 303)
    },
  )
}
