import { randomUUID } from 'node:crypto'
import type * as Tap from 'tap'
import type { Client } from './client.ts'
import type { School } from './journey.ts'
import { sampleText } from './review-example.ts'

type Asserts = Pick<Tap.Test, 'equal' | 'match'>

/** The first records the meeting with its minutes, and every other school accepts them. */
export const meetAll = async (
  t: Asserts,
  root: string,
  schools: readonly School[],
  heldOn: string,
  minutes: string = sampleText(0),
) => {
  const [first, ...others] = schools
  if (first === undefined) throw new Error('Nobody meets')
  const at = `/partnerships/${root}/meeting`
  const { seat, client } = first
  const written = await client.send('PUT', `${at}/minutes`, { seat, body: minutes }, { 'if-match': '"0"' })
  t.equal(written.status, 200, `the minutes are written: ${written.body.detail ?? ''}`)
  const told = { seat, heldOn, kind: 'video', took: schools.map(school => school.seat), minutes: 1 }
  const recorded = await client.act(`${at}/record`, at, told)
  t.equal(recorded.status, 200, `the meeting is recorded: ${recorded.body.detail ?? ''}`)
  for (const other of others)
    t.equal((await other.client.act(`${at}/accept-minutes`, at, { seat: other.seat })).status, 200, 'and accepted')
}

/** A school's one recommendation, written and sent. Answers the item's id. */
export const advise = async (t: Asserts, root: string, school: School, text: string = sampleText(school.seat)) => {
  const { client, seat, reviews = seat === 1 ? 2 : 1 } = school
  const list = `/partnerships/${root}/assignments/${seat}/${reviews}/recommendations`
  const item = randomUUID()
  const line = { document: 'midterm-programme', text }
  const written = await client.send('PUT', `${list}/items/${item}`, line, { 'if-match': '"0"' })
  t.equal(written.status, 200, `the recommendation is written: ${written.body.detail ?? ''}`)
  const sent = await client.act(`${list}/send`, list)
  t.equal(sent.status, 200, `the recommendations are sent: ${sent.body.detail ?? ''}`)
  return item
}

export const fileAt = (root: string, seat: number) => `/partnerships/${root}/seats/${seat}/file`

/** A school says where it placed its file, and that it did. */
export const placeFile = async (t: Asserts, root: string, { seat, client }: School, placedOn: string) => {
  const file = fileAt(root, seat)
  const version = ((await client.get(file)).body.proof as { version: number }).version
  const proof = { placedOn, link: null, note: sampleText(seat), number: null }
  const said = await client.send('PUT', `${file}/proof`, proof, { 'if-match': `"${version}"` })
  t.equal(said.status, 200, `the proof is kept: ${said.body.detail ?? ''}`)
  const { status, body } = await client.act(`${file}/upload`, file)
  t.equal(status, 200, `file ${seat} is placed: ${body.detail ?? ''}`)
}

/** Somebody who may says that a seat's file is right. */
export const confirmFile = async (t: Asserts, root: string, seat: number, client: Client) => {
  const file = fileAt(root, seat)
  const { status, body } = await client.act(`${file}/confirm`, file)
  t.equal(status, 200, `file ${seat} is confirmed: ${body.detail ?? ''}`)
  t.match((await client.get(file)).body, { state: 'confirmed' })
}
