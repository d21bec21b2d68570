import type { FastifyBaseLogger, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify'
import type { Lang } from '../words/index.ts'
import type { AssetUrls } from './assets.ts'
import type { ProblemSlug } from './problems.ts'
import type { Access, GrantedThing, Nav, Viewer } from './viewer.ts'

/** `at`: an instant as ISO 8601 text in UTC with milliseconds. */
export type Arrival = { readonly viewer: Viewer | null; readonly at: string }

/** What the frame is handed from outside: it knows no database, no clock and no permission table of its own. */
export type FrameDeps = {
  /** Where people reach us, e.g. https://vzaimo.example.org; https switches on Secure cookies, HSTS and upgrade-insecure-requests. */
  readonly publicUrl: string
  /** Fastify's trustProxy; default none (engineering 13). */
  readonly trustProxy?: NonNullable<FastifyServerOptions['trustProxy']>
  readonly log?: FastifyBaseLogger
  /** Every page says that it is a demo (rules 27). */
  readonly demo: boolean
  /** At least 32 random bytes in any text form; form tokens and sealed texts use keys derived from it. */
  readonly secret: string
  /** Ids of requests. */
  readonly newId: () => string
  /**
   * Who is there, and what the program's clock showed when the request reached us (`realMs` by the machine's own clock): one look at the
   * database for both. Reads the session's row by its cookie, or the bearer token's row if there is an Authorization header (then never the
   * cookie).
   */
  readonly arrive: (request: FastifyRequest, realMs: number) => Promise<Arrival>
  /** False when no role of this viewer ever has the action; reads no object. */
  readonly mayEver: (viewer: Viewer, access: Exclude<Access, string>) => boolean
  /** Whether a route's object, by the pattern of its URL and its parameters, belongs to the one thing that a token was made for. */
  readonly reaches: (
    only: GrantedThing,
    url: string,
    params: Readonly<Record<string, string | undefined>>,
  ) => Promise<boolean>
  readonly nav: (viewer: Viewer | null, lang: Lang) => Nav
  /**
   * Answers a browser that is not signed in: 401 with the sign-in page. `kept` is the sealed text of the form that could not be
   * sent, or null; put it as a hidden field into the page and post it to KEPT_FORM_URL as `kept` once the person is back.
   */
  readonly onSignedOut: (
    request: FastifyRequest,
    reply: FastifyReply,
    kept: string | null,
  ) => FastifyReply | Promise<FastifyReply>
  /** Remembers the language a signed-in person chose. */
  readonly rememberLang: (viewer: Viewer, lang: Lang) => Promise<void>
}

/** What every page is printed with; `request.frame` holds it. */
export type PageFrame = {
  readonly viewer: Viewer | null
  readonly lang: Lang
  readonly nav: Nav
  readonly demo: boolean
  /** Path and query of this page: where the language switch returns to. */
  readonly here: string
  readonly assets: AssetUrls
  /** The hidden token of plain forms; null for the signed-out, whose public forms need none. */
  readonly formToken: string | null
  /** The program's instant of this request. */
  readonly at: Temporal.Instant
}

declare module 'fastify' {
  interface FastifyRequest {
    viewer: Viewer | null
    /** The instant at which the request reached us, by the program's clock: ISO 8601, UTC, milliseconds. */
    at: string
    lang: Lang
    frame: PageFrame
  }
  interface FastifyContextConfig {
    /** Every route says who may call it; a route without it stops the start. */
    access?: Access
    /** True on routes that are the same for everybody and must not cost a look at the session (assets, health). */
    sessionless?: boolean
    /** True on a route about no one object, which leaves out by itself what a token's grant does not hold. */
    keepsToGrant?: boolean
    /** True on a route outside /api/ that only another service's program calls: the API's rules hold, and its document speaks of it. */
    webhook?: boolean
    /** True on routes of the API that answer with an ETag. */
    etag?: boolean
    /** Problems that a route of the API may answer with beside those that its method and its schema tell of. */
    refuses?: readonly ProblemSlug[]
  }
}
