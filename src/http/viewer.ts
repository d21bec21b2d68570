import type { Lang } from '../words/index.ts'

/** A role somebody holds, and where: the ids are those of workflows/permissions, the frame only carries them. */
export type HeldRole = { readonly role: string; readonly scope: string | null }

/** The one thing that a token was made for. */
export type GrantedThing = { readonly kind: 'partnership' | 'school'; readonly id: string }

/** What a token may at most, beside its person's roles: only read, only one thing. */
export type Grant = { readonly access: 'read' | 'write'; readonly only: GrantedThing | null }

/** Who is looking: what the frame needs to print a page and to guard a route, no more. */
export type Viewer = {
  readonly personId: string
  /** The first line of the header: a school, a territory. */
  readonly displayName: string
  /** The second line: the role in words. */
  readonly subtitle: string
  readonly lang: Lang
  /** IANA zone in which this person reads times. */
  readonly zone: string
  readonly roles: readonly HeldRole[]
  /** `token` = a bearer token of the API: no cookie took part, so no other site can have sent it. */
  readonly via: 'session' | 'token'
  /** What the token was given; a session has none. */
  readonly grant?: Grant
}

/**
 * Who may call a route. An object names the action and the kind of thing it is done to; the frame refuses a role that never has
 * the action (403) before anything is read; whether this very object is theirs is the feature's question (404).
 */
export type Access = 'public' | 'signed-in' | { readonly action: string; readonly object: string }

/** One entry of the navigation; `key` is what a page names as its `current`. */
export type NavItem = { readonly key: string; readonly href: string; readonly label: string }

/** The sections in the header and the links in the footer. */
export type Nav = { readonly main: readonly NavItem[]; readonly foot: readonly NavItem[] }
