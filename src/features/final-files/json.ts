import { type Static, Type } from '@fastify/type-provider-typebox'
import type { FileAct } from './acts.ts'
import type { FileView, Upload } from './file-view.ts'
import { attachmentPath, uploadPath } from './place.ts'

const text = Type.String()
const textOrNull = Type.Union([text, Type.Null()])

const uploadSchema = Type.Object({
  id: text,
  at: text,
  n: Type.Integer(),
  hash: text,
  author: textOrNull,
  behalf: textOrNull,
  placedOn: textOrNull,
  sha256: textOrNull,
  contentSha256: textOrNull,
  confirmedInMedk: textOrNull,
  href: textOrNull,
})

const verdictSchema = Type.Object({
  at: text,
  n: Type.Integer(),
  type: text,
  part: textOrNull,
  reason: textOrNull,
  author: textOrNull,
})

/** A final file as programs read it; its ETag is what acts take as If-Match. `content` is the model of which the document is made. */
export const fileSchema = Type.Object({
  root: text,
  seat: Type.Integer(),
  n: Type.Integer(),
  state: text,
  school: text,
  dueAt: textOrNull,
  missing: Type.Array(text),
  lacking: Type.Array(text),
  returned: Type.Union([Type.Object({ part: text, at: text, mended: Type.Boolean() }), Type.Null()]),
  may: Type.Object({
    decide: Type.Boolean(),
    upload: Type.Boolean(),
    proof: Type.Boolean(),
    scan: Type.Boolean(),
    mark: Type.Boolean(),
    confirm: Type.Boolean(),
    return: Type.Boolean(),
  }),
  proof: Type.Object({
    version: Type.Integer(),
    placedOn: textOrNull,
    link: textOrNull,
    note: textOrNull,
    number: textOrNull,
    author: textOrNull,
    behalf: textOrNull,
  }),
  attachments: Type.Array(
    Type.Object({
      id: text,
      slot: text,
      version: Type.Integer(),
      sha256: text,
      bytes: Type.Integer(),
      kind: text,
      filename: text,
      at: text,
      author: textOrNull,
      behalf: textOrNull,
      href: textOrNull,
    }),
  ),
  uploads: Type.Array(uploadSchema),
  verdicts: Type.Array(verdictSchema),
  contentSha256: textOrNull,
  content: Type.Object({}, { additionalProperties: true }),
})

const uploadJson = (view: FileView, upload: Upload): Static<typeof uploadSchema> => {
  const { act } = upload
  const sealed = view.contentSha256 === null
  return {
    ...{ id: upload.id, at: act.at, n: act.n, hash: act.hash, author: act.name, behalf: act.behalf },
    placedOn: upload.placedOn,
    sha256: sealed ? null : upload.sha256,
    contentSha256: sealed ? null : upload.contentSha256,
    confirmedInMedk: upload.mark?.seenOn ?? null,
    href: sealed || upload.erased ? null : `/api${uploadPath(view, upload.id)}`,
  }
}

const verdictJson = ({ at, n, type, part, reason, name }: FileAct): Static<typeof verdictSchema> => ({
  ...{ at, n, type, part, reason, author: name },
})

export const fileJson = (view: FileView): Static<typeof fileSchema> => {
  const { root, seat, n, state, dueAt, returned, may, contentSha256 } = view
  const { version, placedOn, link, note, number, name, behalf } = view.proof
  return {
    ...{ root, seat, n, state, dueAt, returned, may, contentSha256 },
    school: view.model.school.name,
    missing: [...view.missing],
    lacking: [...view.lacking],
    proof: { version, placedOn, link, note, number, author: name, behalf },
    attachments: view.attachments.map(({ name: author, locked: _, erased, ...it }) => ({
      ...it,
      author,
      href: erased ? null : `/api${attachmentPath(view, it.id)}`,
    })),
    uploads: view.uploads.map(upload => uploadJson(view, upload)),
    verdicts: view.verdicts.map(verdictJson),
    content: { ...view.model },
  }
}
