import { fileReaders } from '../compose.ts'
import { loadRoot } from '../engine/load.ts'
import { contentSha256, readFile } from '../features/final-files/read-file.ts'
import { sampleSha256 } from './content.ts'
import type { Seat, Table } from './table.ts'
import type { World } from './world.ts'

/** Somebody whose name goes under what a seat files. */
export const writerOf = ({ country }: World, { school }: Pick<Seat, 'school'>): string =>
  school.people[0]?.id ?? country.federal.id

/** Makes the final file of which a placing will be about: its content as it really is, its bytes for show. Gives its id. */
export const prepareFile = (world: World, { root }: Table, own: Seat, at: string): Promise<string> => {
  const { house, season } = world
  const { db, workflow, newId } = house
  return db.transaction().execute(async tx => {
    const loaded = await loadRoot(tx, workflow, root, 'share')
    if (loaded === null) throw new Error('There is no such partnership')
    const { things: view } = loaded.stage
    const { model } = await readFile(tx, fileReaders, { root, seat: own.seat, view, season, own: true })
    const id = newId()
    const scan = own.fileReturns.length === 0 ? null : scanId(world, root, own.seat)
    await tx
      .insertInto('final_file')
      .values({
        ...{ id, root, seat: own.seat, sha256: sampleSha256, lang: 'ru', proof: 1, screenshot: null, scan, at },
        ...{ author: writerOf(world, own), content_sha256: contentSha256(model) },
      })
      .execute()
    return id
  })
}

const scanId = ({ idOf }: World, root: string, seat: number) => idOf('scan', root, seat)

/** The scan that a file was sent back for. */
export const putScan = async (world: World, { root }: Table, own: Seat, at: string): Promise<void> => {
  await world.house.db
    .insertInto('file_attachment')
    .values({
      ...{ id: scanId(world, root, own.seat), root, seat: own.seat, slot: 'scan', version: 1, sha256: sampleSha256 },
      ...{ filename: 'Проверочный файл.pdf', at, author: writerOf(world, own) },
    })
    .execute()
}
