import { said as quoted } from '../../../http/components/lists.ts'
import { tag } from '../../../http/components/note.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import type { ListPage } from '../page-query.ts'
import { itemId } from '../place.ts'
import type { Standing } from '../read-list.ts'
import { presentOf, type Reply, type Version } from '../rules.ts'
import type { Saying } from './saying.ts'

type Voice = 'us' | 'them'

const tones = { accepted: 'ok', partly: 'mark', declined: 'plain' } as const satisfies Record<Reply, string>

/** What a version says, or that it was blanked; an empty text prints nothing. */
export const wordsOf = ({ lang }: Saying, { body }: Pick<Version, 'body'>, voice?: Voice): Printable => {
  if (body === null) return html`<p class="soft">${words(lang).recommendations.blanked}</p>`
  return body !== '' && quoted(body, voice)
}

/** An answer in one line of tags: what was decided, by when, whether it is done. */
export const answerTags = (saying: Saying, answer: Version<'answer'>, version: number | null): Html => {
  const said = words(saying.lang).recommendations.answers
  const { answer: reply, date, done, of } = answer.said
  return html`${tag(said[reply], tones[reply], reply === 'accepted' ? 'ok' : undefined)}${date !== null && html` ${tag(said.until(saying.date(date)), 'plain', 'clock')}`}${done && html` ${tag(said.done, 'ok', 'ok')}`}${
    version !== null && of < version && html` ${tag(said.older, 'mark')}`
  }`
}

const reaction = (
  saying: Saying,
  { list, receiver }: ListPage,
  { item, version }: Standing,
  voice: Voice,
): Printable => {
  const said = words(saying.lang).recommendations
  const [answer, dispute] = [presentOf(item.answer), presentOf(item.dispute)]
  const ours = list.side === 'receiver'
  return html`${
    answer === null
      ? html`<p>${tag(said.answers.none, ours ? 'mark' : 'plain')}</p>`
      : html`<p class="row"><span class="s soft">${ours ? said.answers.ours : said.answers.by(receiver)}:</span> <span>${answerTags(saying, answer, version.version)}</span></p>${wordsOf(saying, answer, voice)}`
  }${
    dispute !== null &&
    dispute.body !== '' &&
    html`<p class="s soft">${ours ? said.dispute.ours : said.dispute.by(receiver)}:</p>${wordsOf(saying, dispute, voice)}`
  }`
}

/** A sent recommendation with what its receiver says to it; `tools` are the reader's own ways on. */
export const sentItem = (
  saying: Saying,
  page: ListPage,
  standing: Standing,
  number: number,
  it: { readonly anchored: boolean; readonly tools?: Printable },
): Html => {
  const ours = page.list.side === 'writer'
  return html`<div class="crit flow"${it.anchored && html` id="${itemId(standing.item.id)}"`}><h3><span class="soft">${number}</span> ${saying.document(standing.version.said.document)}</h3>
${wordsOf(saying, standing.version, ours ? 'us' : 'them')}
${reaction(saying, page, standing, ours ? 'them' : 'us')}${it.tools}</div>`
}
