import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fastify, { type FastifyRequest } from 'fastify'
import { Pool, type PoolClient } from 'pg'
import { content, leastRead, leastWrite, locks, looks, run, saves, who } from './statements.ts'

type Params = { root: string; form: string; question: string }
type Page = { headers: Record<string, string>; body: string }

// A bare server on the same database: the round trips that nobody can do without, prepared statements, the same bytes as the program.
const [, , pagesFile = ''] = process.argv
const pages = new Map<string, Page>(Object.entries(JSON.parse(readFileSync(pagesFile, 'utf8'))))
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
const app = fastify({ bodyLimit: 1024 * 1024 })

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const assignment = 'assignment/1-2'
const decisive = ['', 'seat/1', 'seat/2', assignment, 'duty/1/review/2']

const personOf = async (request: FastifyRequest): Promise<string> => {
  const cookie = /(?:^|; )vzaimo=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
  const { rows } = await run<{ person: string }>(pool, who, [sha256(cookie), new Date().toISOString()])
  return rows[0]?.person ?? ''
}

const slotOf = (form: string) => form.replace('.', '/')

const inTransaction = async <Answer>(work: (client: PoolClient) => Promise<Answer>): Promise<Answer> => {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const answer = await work(client)
    await client.query('COMMIT')
    return answer
  } finally {
    client.release()
  }
}

const pageOf = (request: FastifyRequest): Page => {
  const page = pages.get(request.url.replace('/least', ''))
  if (page === undefined) throw new Error(`There is no page ${request.url}`)
  return page
}

const formPath = '/partnerships/:root/assignments/1/2/forms/:form'
const answerPath = '/partnerships/:root/assignments/1/2/answers/:form/:question'

app.get<{ Params: Params }>(formPath, async (request, reply) => {
  const { root, form } = request.params
  const person = await personOf(request)
  await run(pool, looks, [root, person, decisive])
  await run(pool, content, [root, assignment, person, 2, slotOf(form)])
  const { headers, body } = pageOf(request)
  return reply.headers(headers).send(body)
})

type Words = { score: string | null; body: string }

app.put<{ Params: Params; Body: Words }>(`/api${answerPath}`, async (request, reply) => {
  const { root, form, question } = request.params
  const { score, body } = request.body
  const person = await personOf(request)
  const base = Number(/\d+/.exec(request.headers['if-match'] ?? '')?.[0])
  const at = new Date().toISOString()
  const [salt, client] = [randomBytes(16).toString('hex'), request.headers['idempotency-key']]
  const answer = await inTransaction(async connection => {
    await run(connection, locks, [root, person, decisive])
    const hash = sha256(`${salt}\n${score ?? ''}\n${body}`)
    const place = [root, assignment, form, question]
    const values = [...place, score, body, at, person, base, client, salt, hash, 2, slotOf(form)]
    return (await run<{ version: number; scored: number | null }>(connection, saves, values)).rows[0]
  })
  if (answer === undefined) return reply.code(412).send({ says: 'somebody was faster' })
  const { version, scored } = answer
  const shown = { version, score, body, at, clock: '10:00', mine: true, author: null, scoredVersion: scored }
  return reply.header('etag', `"${version}"`).send(shown)
})

app.get<{ Params: Params }>(`/least${formPath}`, async (request, reply) => {
  await run(pool, leastRead, [request.params.root])
  const { headers, body } = pageOf(request)
  return reply.headers(headers).send(body)
})

app.put<{ Params: Params; Body: Words }>(`/least/api${answerPath}`, async request => {
  const { root, form, question } = request.params
  const values = [root, assignment, form, question, request.body.body]
  return inTransaction(async connection => (await run(connection, leastWrite, values)).rows[0])
})

process.once('SIGTERM', () => process.exit(0))
// The benchmark has gone, by whatever death.
process.stdin.resume().once('end', () => process.exit(0))
const url = await app.listen({ host: '127.0.0.1', port: 0 })
console.log(JSON.stringify({ url, msg: 'started' }))
