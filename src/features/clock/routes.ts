import { Type } from '@fastify/type-provider-typebox'
import { setClock } from '../../engine/clock.ts'
import type { App } from '../../http/app.ts'
import { button } from '../../http/components/button.ts'
import { tokenField } from '../../http/components/form-token.ts'
import { sheet } from '../../http/components/sheet.ts'
import type { PageFrame } from '../../http/frame.ts'
import { type Html, html } from '../../http/html.ts'
import { page, sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import { dateTime, zoneName } from '../../words/time.ts'
import type { House } from '../house.ts'

const access = { action: 'clock.set', object: 'clock' } as const

/** What `<input type="datetime-local">` holds and sends: a local time without a zone. */
const localTime = '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d)?$'

const clockPage = (frame: PageFrame, zone: string): Html => {
  const said = words(frame.lang).clock
  const local = frame.at.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'second' })
  const body = html`<p class="serif xl">${dateTime(frame.lang, frame.at, zone, frame.at)} ${zoneName(frame.lang, zone, frame.at)}</p>
<form method="post" action="/clock">${tokenField(frame)}<label class="f" for="to">${said.to}</label>
<input id="to" name="to" type="datetime-local" step="1" value="${local}" required>
<p class="row">${button({ label: said.set, primary: true })}</p></form>
<form method="post" action="/clock/real">${tokenField(frame)}${button({ label: said.real })}</form>`
  return page(frame, {
    title: said.title,
    current: 'clock',
    body: sheet({ id: 'clock', title: said.title, remark: said.remark, body }),
  })
}

/**
 * The program's clock, which only a demo lets anyone move: a season can be looked at on any of its days. It goes on from the instant it is
 * set to.
 */
export const clockRoutes = (app: App, { db, demo }: Pick<House, 'db' | 'demo'>): void => {
  const onlyDemo = () => (demo ? undefined : throwProblem(problem('forbidden')))

  app.get('/clock', { config: { access } }, async (request, reply) => {
    onlyDemo()
    return sendPage(reply, clockPage(request.frame, request.viewer?.zone ?? 'UTC'))
  })

  app.post(
    '/clock',
    { config: { access }, schema: { body: Type.Object({ to: Type.String({ pattern: localTime }) }) } },
    async (request, reply) => {
      onlyDemo()
      const to = Temporal.PlainDateTime.from(request.body.to).toZonedDateTime(request.viewer?.zone ?? 'UTC')
      // The edge's own clock: the offset is what lies between the machine's time and the one that is asked for.
      await setClock(db, { mode: 'offset', offsetMs: to.epochMilliseconds - Date.now() })
      return reply.redirect('/clock', 303)
    },
  )

  app.post('/clock/real', { config: { access } }, async (_request, reply) => {
    onlyDemo()
    await setClock(db, { mode: 'real' })
    return reply.redirect('/clock', 303)
  })
}
