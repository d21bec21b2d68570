import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import PostalMime, { type Attachment } from 'postal-mime'
import type { App } from '../http/app.ts'
import { facts } from '../http/components/lists.ts'
import { note } from '../http/components/note.ts'
import { card } from '../http/components/sheet.ts'
import { table } from '../http/components/table.ts'
import type { PageFrame } from '../http/frame.ts'
import { type Html, html, type Printable } from '../http/html.ts'
import { page, sendPage } from '../http/layout.ts'
import { problem, throwProblem } from '../http/problems.ts'
import { words } from '../words/index.ts'
import { dateTime } from '../words/time.ts'
import { namesInOutbox, readFromOutbox } from './outbox-folder.ts'

/** `open`: there is no mail server, and the program listens on loopback only. */
export type Outbox = { readonly folder: string; readonly open: boolean }

/** A letter as it is shown: its HTML and its files as texts. */
type Shown = {
  name: string
  at: string
  to: string
  subject: string
  text: string
  html: string
  files: { name: string; text: string }[]
}

const MOST = 100
const access = { action: 'outbox.read', object: 'outbox' }

/**
 * GET /outbox: the letters that went nowhere, to the operator at this very machine (engineering 22). They hold real links, so a request that
 * came through a proxy, or to another name than this machine's own, finds nothing here even though its socket is a local one.
 */
export const outboxRoutes = (app: App, { folder, open }: Outbox): void => {
  if (!open) return

  app.get('/outbox', { config: { access } }, async (request, reply) => {
    onlyHere(request)
    const names = await namesInOutbox(folder, MOST)
    const letters = await Promise.all(names.map(name => letterIn(folder, name)))
    const found = letters.filter(letter => letter !== null)
    return sendPage(reply.header('cache-control', 'no-store'), listPage(request.frame, found))
  })

  app.get(
    '/outbox/:name',
    { config: { access }, schema: { params: Type.Object({ name: Type.String({ maxLength: 100 }) }) } },
    async (request, reply) => {
      onlyHere(request)
      const letter = await letterIn(folder, request.params.name)
      if (letter === null) return throwProblem(problem('not-found'))
      const origin = `${request.protocol}://${request.host}`
      reply.header('cache-control', 'no-store').header('referrer-policy', 'strict-origin')
      return sendPage(reply, letterPage(request.frame, letter, origin))
    },
  )
}

const LOCAL_NAMES = new Set(['localhost', '127.0.0.1', '[::1]'])

const onlyHere = ({ headers, hostname, raw }: FastifyRequest): void => {
  const local = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(raw.socket.remoteAddress ?? '')
  const passedOn = headers['x-forwarded-for'] ?? headers['x-real-ip'] ?? headers.forwarded ?? headers.via
  if (!local || passedOn !== undefined || !LOCAL_NAMES.has(hostname)) throwProblem(problem('not-found'))
}

const letterIn = async (folder: string, name: string): Promise<Shown | null> => {
  const eml = await readFromOutbox(folder, name)
  if (eml === null) return null
  const { date, to, subject = '', text = '', html = '', attachments } = await PostalMime.parse(eml)
  const at = new Date(date ?? 0).toISOString()
  // The calendar file comes twice: once for programs that show it in the letter, once as a file with a name.
  const files = attachments.flatMap(file => (file.filename ? [{ name: file.filename, text: textOf(file) }] : []))
  return { name, at, to: (to ?? []).map(({ address }) => address ?? '').join(', '), subject, text, html, files }
}

const textOf = ({ content }: Attachment): string =>
  typeof content === 'string' ? content : new TextDecoder().decode(content)

const listPage = (frame: PageFrame, letters: readonly Shown[]): Html => {
  const said = words(frame.lang).accounts.outbox
  const rows = letters.map(({ name, at, to, subject }) => ({
    cells: [html`<a href="/outbox/${name}">${subject}</a>`, to, when(frame, at)],
  }))
  const columns = [said.subject, said.to, said.when].map(label => ({ label }))
  const list = rows.length === 0 ? html`<p>${said.none}</p>` : table({ caption: said.caption, columns, rows })
  const body = html`${note({ tone: 'mark', body: html`<p>${said.lead}</p>` })}${card({ id: 'letters', title: said.title, body: list })}`
  return page(frame, { title: said.title, current: 'outbox', wide: true, body })
}

const letterPage = (frame: PageFrame, { at, to, subject, text, html: source, files }: Shown, origin: string): Html => {
  const said = words(frame.lang).accounts.outbox
  const about = facts([
    { name: said.to, value: to },
    { name: said.when, value: when(frame, at) },
  ])
  const parts = [...(source === '' ? [] : [{ name: said.html, text: source }]), ...files.map(named(said.file))]
  const more = parts.map(
    part =>
      html`<details class="sheet flow"><summary>${part.name}</summary><p class="pre">${part.text.trimEnd()}</p></details>`,
  )
  const body = html`<section class="sheet flow">${about}<p class="pre">${linked(text.trimEnd(), origin)}</p></section>
${more}
<p><a href="/outbox">${said.back}</a></p>`
  return page(frame, { title: subject, current: 'outbox', body })
}

const named =
  (word: string) =>
  ({ name, text }: { name: string; text: string }) => ({ name: `${word}: ${name}`, text })

const when = (frame: PageFrame, at: string): string => dateTime(frame.lang, at, frame.viewer?.zone ?? 'UTC', frame.at)

/** The text with our own URLs made links; they lead to the name under which the reader is here. */
const linked = (text: string, origin: string): Printable =>
  text.split(/(https?:\/\/\S+)/).map((part, i) => {
    const url = i % 2 === 1 ? URL.parse(part) : null
    return url === null ? part : html`<a href="${origin}${url.pathname}${url.search}">${part}</a>`
  })
