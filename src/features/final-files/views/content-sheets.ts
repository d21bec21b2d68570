import { facts, said as quoted } from '../../../http/components/lists.ts'
import { note, tag } from '../../../http/components/note.ts'
import { card, sheet } from '../../../http/components/sheet.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { type Lang, words } from '../../../words/index.ts'
import { type Exchange, type FileModel, isLack, type SentList } from '../file-model.ts'
import type { FileView } from '../file-view.ts'
import type { ReviewLine, SubmittedReview } from '../readers.ts'
import { acceptanceOf, answerOf, commentOf, type FileSaying, fileSaying, legendOf, marksOf } from '../saying.ts'

type Voice = 'us' | 'them'

/** What the file will hold, part by part: the same model as the document's. */
export const contentSheets = (lang: Lang, view: FileView): Html => {
  const { model, contentSha256 } = view
  const saying = fileSaying(lang, model)
  const { content, state } = words(lang).finalFiles
  const placed = view.state === 'uploaded' || view.state === 'confirmed'
  return html`${sheet({
    id: 'content',
    title: content.title,
    body: html`<p>${placed ? content.frozen : content.remark}</p><p class="xs soft">${
      contentSha256 === null ? state.sealedSums : html`${content.sum}: ${contentSha256}`
    }</p>`,
  })}${part(saying, model, 'received')}${part(saying, model, 'given')}${meetingSheet(saying, model)}`
}

const part = (saying: FileSaying, model: FileModel, way: 'received' | 'given'): Html => {
  const { said } = saying
  const exchanges: readonly Exchange[] = model[way]
  return card({
    id: `part-${way}`,
    title: said[way],
    body:
      exchanges.length === 0
        ? html`<p class="soft">${said.nobody}</p>`
        : exchanges.map(exchange => exchangePart(saying, model, exchange, way)),
  })
}

const exchangePart = (saying: FileSaying, model: FileModel, it: Exchange, way: 'received' | 'given'): Html => {
  const { said } = saying
  const received = way === 'received'
  const voice: Voice = received ? 'them' : 'us'
  const about = received ? model.school.name : it.school.name
  const lack = received ? said.noReview : said.noReviewGiven
  return html`<h3>${received ? said.from(it.school.name) : said.to(it.school.name)}</h3>${it.withdrawn && html`<p>${said.left}</p>`}${
    isLack(it.review)
      ? note({
          icon: it.review.lacks === 'sealed' ? 'lock' : 'clock',
          body: html`<p>${it.review.lacks === 'sealed' ? said.sealed : lack}</p>`,
        })
      : reviewPart(saying, model, it.review, about, voice)
  }${
    isLack(it.recommendations)
      ? note({ body: html`<p>${received ? said.noRecommendations : said.noRecommendationsGiven}</p>` })
      : recommendationsPart(saying, it.recommendations, voice)
  }`
}

const reviewPart = (
  saying: FileSaying,
  model: FileModel,
  review: SubmittedReview,
  about: string,
  voice: Voice,
): Html => {
  const { said, text, moment } = saying
  const of = (lines: readonly ReviewLine[], kind: ReviewLine['kind']) => lines.filter(line => line.kind === kind)
  return html`<p class="s soft">${said.reviewVersion(review.version, moment(review.at))}. ${said.row(review.n)}</p>${
    review.changed && note({ tone: 'mark', body: html`<p>${said.changedReview}</p>` })
  }${review.forms.map(
    form =>
      html`<h4 class="serif">${said.expertise(text(form.title), about)}</h4>${formTable(saying, model, of(form.lines, 'criterion'))}${of(
        form.lines,
        'closing',
      ).map(line => closing(saying, model, line, voice))}`,
  )}<p class="xs soft">${legendOf(saying, model)}</p>${review.closing.map(line => closing(saying, model, line, voice))}`
}

/** The form's table, as the source prints it; on a phone it can be moved sideways. */
const formTable = (saying: FileSaying, model: FileModel, lines: readonly ReviewLine[]): Html => {
  const { said, text } = saying
  const { values } = model.scale
  return html`<div class="form-table" role="region" tabindex="0" aria-label="${said.criterion}"><table><thead><tr><th scope="col">${said.criterion}</th>${values.map(
    ({ score, name }) => html`<th scope="col" class="mark"><abbr title="${text(name)}">${score}</abbr></th>`,
  )}<th scope="col">${said.comment}</th></tr></thead><tbody>${lines.map(line => {
    const { body, remarks } = commentOf(saying, model, line)
    return html`<tr><th scope="row">${text(line.text)}</th>${marksOf(model, line.said?.score ?? null).map(
      mark => html`<td class="mark">${mark}</td>`,
    )}<td><span class="pre">${body}</span>${remarks.map(remark => html`<p class="xs soft">${remark}</p>`)}</td></tr>`
  })}</tbody></table></div>`
}

const closing = (saying: FileSaying, model: FileModel, line: ReviewLine, voice: Voice): Printable => {
  const { body, remarks } = commentOf(saying, model, line)
  if (body === '' && remarks.length === 0) return null
  return html`<p><b>${saying.text(line.text)}</b></p>${body !== '' && quoted(body, voice)}${remarks.map(remark => html`<p class="xs soft">${remark}</p>`)}`
}

const recommendationsPart = (saying: FileSaying, list: SentList, voice: Voice): Html => {
  const { said, text, moment } = saying
  return html`<h4 class="serif">${said.recommendations}</h4><p class="s soft">${said.recommendationsSent(moment(list.at))}. ${said.row(list.n)}</p>${list.items.map(
    (item, index) =>
      html`<div class="flow"><p><b>${index + 1}. ${item.document === null ? said.general : text(item.document)}</b></p>${quoted(item.text ?? said.erased, voice)}<p class="s">${said.answered}: ${answerOf(saying, item)}</p>${
        item.dispute !== null && html`<p class="s">${tag(said.dispute(item.dispute), 'mark')}</p>`
      }</div>`,
  )}`
}

const meetingSheet = (saying: FileSaying, { meeting }: FileModel): Html => {
  const { said, day, moment } = saying
  const body = (): Printable => {
    if (meeting.is === 'open') return html`<p class="soft">${said.meetingOpen}</p>`
    if (meeting.is === 'notHeld')
      return html`<p>${said.notHeld(moment(meeting.at))}</p><p>${said.notHeldBecause(meeting.reason ?? said.erased)}</p>`
    return html`${facts([
      { name: said.heldOn, value: day(meeting.heldOn) },
      { name: said.kind, value: said.kinds[meeting.kind] },
      { name: said.took, value: meeting.took.join('; ') },
      ...(meeting.absent.length === 0 ? [] : [{ name: said.absent, value: meeting.absent.join('; ') }]),
      { name: said.acceptance, value: acceptanceOf(saying, meeting) },
    ])}<h3>${meeting.minutes === null ? said.noMinutes : said.minutes(meeting.minutes.version)}</h3>${
      meeting.minutes !== null && quoted(meeting.minutes.text ?? said.erased)
    }${meeting.talks.map(talk => html`<p>${said.talk(talk.from, talk.to, day(talk.heldOn), said.kinds[talk.kind])}</p>`)}`
  }
  return card({ id: 'part-meeting', title: said.meeting, body: body() })
}
