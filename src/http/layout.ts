import type { FastifyReply } from 'fastify'
import { words } from '../words/index.ts'
import { clockTime, utcOffset, zoneName } from '../words/time.ts'
import { tokenField } from './components/form-token.ts'
import { icon, logo } from './components/icons.ts'
import type { PageFrame } from './frame.ts'
import { type Html, html, NOTHING, type Printable } from './html.ts'
import type { NavItem } from './viewer.ts'

/** What a feature's page adds to the frame. */
export type PageContent = {
  readonly title: string
  /** The key of the section this page belongs to. */
  readonly current?: string
  /** Replaces the plain `<h1>title</h1>`: use `pageHead`. */
  readonly heading?: Html
  readonly body: Html
  /** Tables and many columns: 96 rem and the style sheet of coordinators' pages. */
  readonly wide?: boolean
  /** Further style sheets and modules under assets/, e.g. 'review.css', 'review-form.js'. */
  readonly styles?: readonly string[]
  readonly modules?: readonly string[]
}

/** A whole page in the frame. */
export const page = (frame: PageFrame, content: PageContent): Html => {
  const said = words(frame.lang).frame
  const { assets } = frame
  const styles = ['vzaimo.css', ...(content.wide ? ['tables.css'] : []), ...(content.styles ?? [])]
  const modules = ['enhance.js', ...(content.modules ?? [])]
  return html`<!doctype html>
<html lang="${frame.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${content.title} · ${said.product}</title>
${frame.lang === 'ru' && html`<link rel="preload" href="${assets('lit-c.woff2')}" as="font" type="font/woff2" crossorigin>`}
${styles.map(name => html`<link rel="stylesheet" href="${assets(name)}">`)}
<link rel="icon" href="${assets('logo.svg')}" type="image/svg+xml">
${modules.map(name => html`<script type="module" src="${assets(name)}"></script>`)}
</head>
<body${content.wide && html` class="wide"`}>
<a class="skip" href="#main">${said.skip}</a>
${header(frame, content.current)}
${frame.demo && html`<p class="demo">${said.demo}</p>`}
<main id="main">
${content.heading ?? html`<div class="head"><h1>${content.title}</h1></div>`}
${content.body}
</main>
${footer(frame)}
</body>
</html>`
}

/** The head of a page: what stands over the heading, the heading itself, and what stands at its right. */
export const pageHead = (parts: { over?: Printable; title: Printable; under?: Printable; aside?: Printable }): Html =>
  html`<div class="head"><div>${parts.over && html`<p class="s soft">${parts.over}</p>`}<h1>${parts.title}</h1>${
    parts.under && html`<p class="soft">${parts.under}</p>`
  }</div>${parts.aside && html`<div class="row s soft">${parts.aside}</div>`}</div>`

/** Sends a page. Private, and asked for again each time, but kept for the Back button, which holds what a person typed. */
export const sendPage = (reply: FastifyReply, body: Html, status = 200): FastifyReply => {
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-cache')
  return reply
    .code(status)
    .header('vary', 'cookie, accept-language')
    .type('text/html; charset=utf-8')
    .send(String(body))
}

function header(frame: PageFrame, current: string | undefined): Html {
  const said = words(frame.lang).frame
  return html`<header class="top">
<a class="logo" href="/">${logo}${said.product}</a>
${frame.nav.main.length > 0 && html`<nav class="nav" aria-label="${said.sections}">${frame.nav.main.map(item => navLink(item, current))}</nav>`}
${who(frame)}
</header>`
}

function who(frame: PageFrame): Html {
  const { viewer } = frame
  if (!viewer) return NOTHING
  return html`<div class="who"><p><b>${viewer.displayName}</b><br>${viewer.subtitle} · ${clockTime(frame.lang, frame.at, viewer.zone)}</p>
<form method="post" action="/sign-out">${tokenField(frame)}<button class="linklike">${icon('out')}<span>${words(frame.lang).frame.signOut}</span></button></form></div>`
}

function footer(frame: PageFrame): Html {
  const said = words(frame.lang).frame
  return html`<footer class="foot">
<p>${said.about}. ${frame.viewer && said.zone(zonePhrase(frame, frame.viewer.zone))}</p>
${frame.nav.foot.map(item => html`<a href="${item.href}">${item.label}</a>`)}
<form method="post" action="/language"><input type="hidden" name="back" value="${frame.here}"><button class="linklike" name="lang" value="${said.otherLanguageCode}" lang="${said.otherLanguageCode}">${said.otherLanguage}</button></form>
</footer>`
}

function navLink(item: NavItem, current: string | undefined): Html {
  return html`<a href="${item.href}"${item.key === current && html` aria-current="page"`}>${item.label}</a>`
}

/** «по Москве (UTC+3)»; a zone without a name of its own is already called by its offset. */
function zonePhrase(frame: PageFrame, zone: string): string {
  const name = zoneName(frame.lang, zone, frame.at)
  const offset = utcOffset(zone, frame.at)
  return name.includes(offset) ? name : `${name} (${offset})`
}
