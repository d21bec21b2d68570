import { facts } from '../../../http/components/lists.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { dateTime, zoneName } from '../../../words/time.ts'
import type { PackageView } from '../package-view.ts'
import type { PackageAct } from '../sendings.ts'
import { slotName } from './names.ts'

/** The proof of a sending: when, by whom, the history row and its hash, and the SHA-256 of every file (rules 26). */
export const receipt = (frame: PageFrame, view: PackageView, sending: PackageAct): Html => {
  const { receipt: said, someone, documents } = words(frame.lang).packages
  const zone = frame.viewer?.zone ?? 'UTC'
  return html`<div class="flow" id="receipt"><h3>${said.title}</h3><p class="s soft">${said.text}</p>${facts([
    {
      name: said.when,
      value: html`<time datetime="${sending.at}">${dateTime(frame.lang, sending.at, zone, frame.at)} ${zoneName(frame.lang, zone, sending.at)}</time>`,
    },
    {
      name: said.who,
      value: html`${sending.name ?? someone}${sending.behalf && html`. ${documents.behalf(sending.behalf)}`}`,
    },
    { name: said.row, value: `№ ${sending.n}` },
    { name: said.hash, value: sending.hash },
    ...sending.versions.map(({ slot, version, sha256 }) => ({
      name: html`${slotName(frame, view, slot)}, ${documents.version(version)}`,
      value: sha256,
    })),
  ])}</div>`
}
