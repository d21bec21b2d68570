import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import t from 'tap'
import { testApp } from '../fixtures/app.ts'
import { testHouse } from '../fixtures/house.ts'
import { judgeBy } from './fixtures/conformance.ts'
import { readApi } from './fixtures/document.ts'
import { generateTypes } from './fixtures/generate-types.ts'
import { tokenFor } from './fixtures/token.ts'

t.setTimeout(240_000)

const root = new URL('../..', import.meta.url).pathname
const typed = new URL('./typed/', import.meta.url)

/** What a program could write by mistake, a line each. */
const mistakes = [
  `void it.call('getPartnershipSeatPackages', { path: { root, seat } })`,
  `void it.call('getPartnershipSeatPackage', { path: { root } })`,
  `void it.call('postPartnershipSeatPackagePrivacy', { path: { root, seat }, header: fresh(), body: { removed: 'yes' } })`,
  `void it.call('postPartnershipSeatPackageProgrammes', { path: { root, seat }, header: fresh(), body: { titel: '', factors: [] } })`,
  `void it.call('postPartnershipSeatPackageSend', { path: { root, seat }, header: fresh(), body: {} })`,
  `void it.call('putPartnershipAssignmentAnswer', { path: place, header: { ...fresh(), 'If-Match': '"0"' }, body: { score: '4', body: '' } })`,
  `void it.call('getMe', {}).then(me => me.status === 200 && me.body.persn)`,
  `void it.call('getMe', {}).then(me => me.body.person)`,
]

const before = `import { fresh, type Program } from './calls.ts'
declare const it: Program
const [root, seat] = ['', '']
const place = { root, reviewer: '1', reviewed: '2', form: '', question: '' }`

const compile = (): Promise<string> =>
  new Promise((resolve, reject) => {
    const tsc = `${root}node_modules/.bin/tsc`
    // Every node that a test starts preloads what belongs to the test runner, and the compiler does not bear it.
    const words = ['-u', 'NODE_OPTIONS', process.execPath, tsc, '-p', typed.pathname, '--pretty', 'false']
    execFile('env', words, { cwd: root }, (error, stdout, stderr) =>
      error !== null && !stdout.includes('error TS') ? reject(new Error(stderr || error.message)) : resolve(stdout),
    )
  })

/** An answer as the client hands it over before the program sees it. */
type Came = {
  readonly id: string
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly key: string | null
  readonly again: () => Promise<Response>
}

/** What the modules give that only the generated types can check; they are checked by them below. */
type Modules = {
  readonly program: (
    base: string,
    token: string,
    places: ReadonlyMap<string, { method: string; path: string; multipart: boolean }>,
    came: (answer: Came) => Promise<void>,
  ) => object
  readonly wholeHistory: (t: object, root: string, first: object, second: object) => Promise<void>
}

t.test(
  'programs of both schools, written against types out of the document, go from empty packages to the reveal',
  async t => {
    const th = await testHouse(t)
    const app = await testApp(th)
    t.teardown(() => app.close())
    const api = readApi((await app.inject('/openapi.json')).body)
    await writeFile(new URL('operations.ts', typed), generateTypes(api))
    await writeFile(new URL('wrong.ts', typed), [before, ...mistakes].join('\n'))
    t.teardown(() => rm(new URL('wrong.ts', typed)))

    await t.test('the history compiles; a wrong name, field, value or header does not', async t => {
      const errors = (await compile()).split('\n').filter(line => /error TS/.test(line))
      t.same(
        errors.filter(line => !line.startsWith('test/api/typed/wrong.ts')),
        [],
      )
      const begin = before.split('\n').length + 1
      for (const [i, mistake] of mistakes.entries())
        t.ok(
          errors.some(line => line.startsWith(`test/api/typed/wrong.ts(${begin + i},`)),
          mistake,
        )
    })

    const { program, wholeHistory } = {
      ...(await import(new URL('calls.ts', typed).href)),
      ...(await import(new URL('history.ts', typed).href)),
    } as Modules
    const base = await app.listen({ host: '127.0.0.1', port: 0 })
    const pair = th.demo.groups.get('pair') ?? ''
    const places = new Map(
      api.operations.map(({ id, method, path, body }) => [
        id,
        { method, path, multipart: body?.type === 'multipart/form-data' },
      ]),
    )
    const judge = judgeBy(api)
    const faults: string[] = []
    const done = new Map<string, number>()

    const schoolAt = async (seat: '1' | '2', name: string) => {
      const token = await tokenFor(th, name)
      /** Another deed with a key that is taken. */
      const otherDeed = (key: string) =>
        fetch(`${base}/api/partnerships/${pair}/seats/${seat}/package/programmes`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'idempotency-key': key, 'content-type': 'application/json' },
          body: JSON.stringify({ title: 'Проверочный текст', factors: [1] }),
        })
      const came = async ({ id, status, headers, text, key, again }: Came) => {
        faults.push(...judge(id, status, headers, text))
        if (status >= 300) return
        done.set(id, (done.get(id) ?? 0) + 1)
        if (key === null || places.get(id)?.method !== 'POST') return
        const second = await again()
        if (second.status !== status || (await second.text()) !== text) faults.push(`${id} is not the same twice`)
        const reused = await otherDeed(key)
        const body = await reused.text()
        if (reused.status !== 422 || !body.includes('/problems/key-reused'))
          faults.push(`${id}: its key was taken again: ${body}`)
      }
      return { seat, program: program(base, token, places, came) }
    }

    await wholeHistory(
      t,
      pair,
      await schoolAt('1', 'school-21-coordinator'),
      await schoolAt('2', 'priirtyshskaya-head'),
    )
    t.same(faults, [], 'every answer is as the document says, and each key is one deed')
    t.comment(`${[...done.values()].reduce((a, b) => a + b, 0)} good answers of ${done.size} operations`)
  },
)
