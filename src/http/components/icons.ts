import { type Html, html, raw } from '../html.ts'

/** Drawings on a 24 × 24 field, in strokes of the text's own colour. */
const shapes = {
  back: raw('<path d="M4 9h10a6 6 0 0 1 0 12H9M4 9l4-4M4 9l4 4"/>'),
  clock: raw('<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>'),
  doc: raw('<path d="M6 3h8l4 4v14H6zM14 3v5h4M9 12h6M9 16h6"/>'),
  down: raw('<path d="M12 4v11M7 11l5 5 5-5M5 20h14"/>'),
  lock: raw('<path d="M5 11h14v9H5zM8 11V8a4 4 0 0 1 8 0v3"/>'),
  mail: raw('<path d="M3 6h18v12H3zM3 7l9 7 9-7"/>'),
  no: raw('<circle cx="12" cy="12" r="9"/><path d="M5.6 5.6l12.8 12.8"/>'),
  offline: raw('<path d="M3 3l18 18M8.5 8.7A6 6 0 0 0 6.5 19H17M11 6.2a6 6 0 0 1 6.8 5A4 4 0 0 1 20.6 17"/>'),
  ok: raw('<path d="M5 12.5l4.5 4.5L19 7"/>'),
  out: raw('<path d="M14 4H5v16h9M10 12h11M17 8l4 4-4 4"/>'),
  swap: raw('<path d="M4 8h15M15 4l4 4-4 4M20 16H5M9 12l-4 4 4 4"/>'),
  user: raw('<circle cx="12" cy="8" r="4"/><path d="M4 20c1-4 4-6 8-6s7 2 8 6"/>'),
  warn: raw('<path d="M12 4 2.5 20h19zM12 10v4.5M12 17.4v.1"/>'),
} as const

export type IconName = keyof typeof shapes

/** An icon beside words: it says nothing of its own, so it is hidden from those who listen. */
export const icon = (name: IconName): Html =>
  html`<svg class="i" viewBox="0 0 24 24" aria-hidden="true">${shapes[name]}</svg>`

/** Two exercise books, each handed to the other. */
export const logo: Html = raw(
  '<svg viewBox="0 0 34 26" aria-hidden="true"><path d="M2 3h14v17H2z" fill="#e4eaf8"/><path d="M18 6h14v17H18z" fill="#f3c58b"/><path d="M11 9h9l-3-3M23 17h-9l3 3" fill="none" stroke="#1e4338" stroke-width="2.4"/></svg>',
)
