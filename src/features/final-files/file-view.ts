import type { FilePart } from '../../../workflows/machines/seat.ts'
import type { Role } from '../../../workflows/permissions.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { FileAct } from './acts.ts'
import type { FileModel } from './file-model.ts'
import type { Place } from './place.ts'
import type { Attachment, FrozenFile, Proof } from './proof.ts'

/** A placing: the file that was frozen, and the act that named it. */
export type Upload = FrozenFile & { readonly act: FileAct }

/** A final file as its page and its JSON show it to one reader. Instants are ISO 8601, UTC. */
export type FileView = Place & {
  /** The partnership's last history row: what the page has seen. */
  readonly n: number
  readonly season: SeasonDefinition
  /** `school`: one of its own people; `officer`: its curator or a coordinator of its territory. */
  readonly reader: 'school' | 'officer'
  readonly role: Role
  readonly state: 'pending' | 'ready' | 'uploaded' | 'confirmed' | 'returned'
  /** The pair was closed one-sided for this school. */
  readonly oneSided: boolean
  readonly model: FileModel
  /** Null while something in the file is sealed to this reader. */
  readonly contentSha256: string | null
  /** The names of the schools by their seats. */
  readonly schools: ReadonlyMap<number, string>
  /** What the file itself waits for, and what a placing would lack: codes of rules.ts. */
  readonly missing: readonly string[]
  readonly lacking: readonly string[]
  readonly returned: { readonly part: FilePart; readonly at: string; readonly mended: boolean } | null
  readonly proof: Proof
  readonly attachments: readonly Attachment[]
  /** The newest first. */
  readonly uploads: readonly Upload[]
  readonly verdicts: readonly FileAct[]
  /** Until when the file is owed, while it is. */
  readonly dueAt: string | null
  readonly may: Readonly<Record<'decide' | 'upload' | 'proof' | 'scan' | 'mark' | 'confirm' | 'return', boolean>>
}

/** Whether the file can be had as a document now: it is whole, and nothing in it is sealed to this reader. */
export const isReadable = ({ state, contentSha256 }: Pick<FileView, 'state' | 'contentSha256'>): boolean =>
  state !== 'pending' && contentSha256 !== null
