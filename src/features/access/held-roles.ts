import { sql } from 'kysely'
import type { Role } from '../../../workflows/permissions.ts'
import type { HeldRole } from '../../http/viewer.ts'
import { type Lang, words } from '../../words/index.ts'

/** A role with the place it is held in, as it is called. */
export type Held = { role: Role; scope: string | null; place: string | null }

/**
 * All roles of the person `p` of the query around it, the nearest first, as one JSON value; null for somebody without any. The scope of a
 * school's people and curators is the school's id, that of a coordinator the territory.
 */
export const heldRoles = sql<Held[] | null>`(
  SELECT jsonb_agg(jsonb_build_object('role', role, 'scope', scope, 'place', place) ORDER BY rank, place, scope)
  FROM (
    SELECT m.role, m.school::text AS scope, s.name AS place,
      CASE m.role WHEN 'head' THEN 1 WHEN 'schoolCoordinator' THEN 2 ELSE 3 END AS rank
    FROM member m JOIN school s ON s.id = m.school WHERE m.person = p.id
    UNION ALL
    SELECT 'curator', c.school::text, NULL, 4 FROM curator c WHERE c.person = p.id
    UNION ALL
    SELECT k.level || 'Coordinator', concat_ws(', ', k.region, k.municipality), coalesce(k.municipality, k.region),
      CASE k.level WHEN 'municipal' THEN 5 WHEN 'regional' THEN 6 ELSE 7 END
    FROM coordinator k WHERE k.person = p.id
  ) held
)`

/** A person as the header of a page and the page of a link name them: by school or territory, and by role. */
export const namedBy = (lang: Lang, name: string | null, [first, ...others]: readonly Held[]) => {
  const said = words(lang).accounts
  if (first === undefined) return { displayName: name ?? '', subtitle: '' }
  const place = first.role === 'federalCoordinator' ? said.everywhere : (first.place ?? name ?? said.roles[first.role])
  const more = new Set(others.map(({ role, place }) => `${role} ${place}`)).size
  const role = said.roles[first.role]
  return { displayName: place, subtitle: first.role === 'curator' || more === 0 ? role : said.andMore(role, more) }
}

export const rolesOf = (held: readonly Held[]): HeldRole[] =>
  held.map(({ role, scope }) => ({ role, scope: scope === '' ? null : scope }))
