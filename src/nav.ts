import { everMay, type Role } from '../workflows/permissions.ts'
import type { House } from './features/house.ts'
import type { FrameDeps } from './http/frame.ts'
import { type Lang, words } from './words/index.ts'

/** What stands under every page: how data are kept, and how programs come in. */
const footOf = (lang: Lang) => [
  { key: 'privacy', href: '/privacy', label: words(lang).privacy.policy.link },
  { key: 'api', href: '/api', label: words(lang).programs.reference },
]

/** What stands in the header: what the viewer's roles can use, no more. */
export const navOf =
  ({ demo }: Pick<House, 'demo'>, outboxOpen: boolean): FrameDeps['nav'] =>
  (viewer, lang) => {
    if (viewer === null) return { main: [], foot: footOf(lang) }
    const said = words(lang).nav
    const roles = viewer.roles.map(({ role }) => role as Role)
    const school = viewer.roles.find(({ role }) => ['head', 'schoolCoordinator', 'helper'].includes(role))?.scope
    const main = [
      { key: 'home', href: '/', label: said.home },
      ...(school == null
        ? []
        : [
            { key: 'school', href: `/schools/${school}`, label: said.school },
            { key: 'people', href: `/schools/${school}/people`, label: said.people },
          ]),
      ...(everMay('file.confirm', roles) ? [{ key: 'curator', href: '/curator', label: said.curator }] : []),
      ...(everMay('season.overview', roles) ? [{ key: 'territory', href: '/territory', label: said.territory }] : []),
      ...(everMay('pairing.manage', roles)
        ? [{ key: 'pairing', href: '/pairing-tables', label: words(lang).pairing.nav }]
        : []),
      ...(everMay('letters.read', roles) ? [{ key: 'letters', href: '/letters', label: said.letters }] : []),
      ...(everMay('machines.read', roles) ? [{ key: 'machines', href: '/machines', label: said.machines }] : []),
      ...(demo && everMay('clock.set', roles) ? [{ key: 'clock', href: '/clock', label: said.clock }] : []),
      ...(outboxOpen && everMay('outbox.read', roles) ? [{ key: 'outbox', href: '/outbox', label: said.outbox }] : []),
      { key: 'me', href: '/me', label: said.me },
    ]
    const erasures = { key: 'erasures', href: '/erasures', label: words(lang).privacy.people.nav }
    const seals = { key: 'seals', href: '/seals', label: words(lang).seals.nav }
    const templates = { key: 'letterTemplates', href: '/letters/templates', label: words(lang).letterTemplates.nav }
    const ownFoot = [
      ...(everMay('letters.templates', roles) ? [templates] : []),
      ...(everMay('person.erase', roles) ? [erasures] : []),
      ...(everMay('seals.read', roles) ? [seals] : []),
    ]
    return { main, foot: [...footOf(lang), ...ownFoot] }
  }
