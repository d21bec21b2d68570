import { type Static, Type } from '@fastify/type-provider-typebox'
import type { Version } from './content.ts'
import type { PackageView } from './package-view.ts'
import { documentPath } from './place.ts'

const textOrNull = Type.Union([Type.String(), Type.Null()])

/** One version of a file. `href` is where its bytes are, null where this reader may not have them (yet). */
const versionSchema = Type.Object({
  document: Type.String(),
  slot: Type.String(),
  version: Type.Integer(),
  sha256: Type.String(),
  bytes: Type.Integer(),
  kind: Type.String(),
  filename: Type.String(),
  locked: Type.Boolean(),
  at: Type.String(),
  author: textOrNull,
  reason: textOrNull,
  behalf: textOrNull,
  hiddenFor: textOrNull,
  erased: Type.Boolean(),
  href: textOrNull,
})

const actSchema = Type.Object({
  n: Type.Integer(),
  hash: Type.String(),
  at: Type.String(),
  type: Type.String(),
  author: textOrNull,
  role: Type.String(),
  versions: Type.Array(Type.Object({ slot: Type.String(), version: Type.Integer(), sha256: Type.String() })),
  slots: Type.Array(Type.String()),
  reason: textOrNull,
  behalf: textOrNull,
})

/** A package as programs read it; its ETag is what acts take as If-Match. */
export const packageSchema = Type.Object({
  root: Type.String(),
  seat: Type.Integer(),
  n: Type.Integer(),
  state: Type.String(),
  school: Type.String(),
  dueAt: textOrNull,
  writes: textOrNull,
  may: Type.Object({
    send: Type.Boolean(),
    recall: Type.Boolean(),
    open: Type.Boolean(),
    return: Type.Boolean(),
  }),
  missing: Type.Array(Type.String()),
  privacy: Type.Union([Type.Object({ at: Type.String(), author: textOrNull }), Type.Null()]),
  factors: Type.Object({
    version: Type.Integer(),
    chosen: Type.Array(Type.Integer()),
    highLeftOut: Type.Array(Type.Integer()),
  }),
  slots: Type.Array(
    Type.Object({
      slot: Type.String(),
      required: Type.Boolean(),
      programme: Type.Union([
        Type.Object({
          id: Type.String(),
          title: Type.String(),
          factors: Type.Array(Type.Integer()),
          version: Type.Integer(),
        }),
        Type.Null(),
      ]),
      versions: Type.Array(versionSchema),
    }),
  ),
  returned: Type.Union([Type.Object({ at: Type.String(), slots: Type.Array(Type.String()) }), Type.Null()]),
  acts: Type.Array(actSchema),
})

/** What a package's page shows, as JSON. */
export const packageJson = (view: PackageView): Static<typeof packageSchema> => {
  const { content, returned } = view
  return {
    root: view.root,
    seat: view.seat,
    n: view.n,
    state: view.state,
    school: view.school,
    dueAt: view.dueAt,
    writes: view.writes,
    may: view.may,
    missing: [...view.missing],
    privacy: content.privacy && { at: content.privacy.at, author: content.privacy.name },
    factors: {
      version: content.factorsVersion,
      chosen: [...content.factors],
      highLeftOut: [...view.highLeftOut],
    },
    slots: view.slots.map(({ slot, required, programme, versions }) => ({
      slot,
      required,
      programme: programme && {
        id: programme.id,
        title: programme.title,
        factors: [...programme.factors],
        version: programme.version,
      },
      versions: versions.map(version => versionJson(view, version)),
    })),
    returned: returned && { at: returned.at, slots: [...returned.slots] },
    acts: view.acts.map(({ name, versions, slots, ...act }) => ({
      ...act,
      author: name,
      versions: [...versions],
      slots: [...slots],
    })),
  }
}

const versionJson = (view: PackageView, version: Version): Static<typeof versionSchema> => {
  const { id, name, flag, ...known } = version
  const open = view.downloadable && !version.erased && (flag === null || view.reader !== 'reviewer')
  return {
    document: id,
    slot: known.slot,
    version: known.version,
    sha256: known.sha256,
    bytes: known.bytes,
    kind: known.kind,
    filename: known.filename,
    locked: known.locked,
    at: known.at,
    author: name,
    reason: known.reason,
    behalf: known.behalf,
    hiddenFor: flag?.reason ?? null,
    erased: known.erased,
    href: open ? `/api${documentPath(view.root, id)}` : null,
  }
}
