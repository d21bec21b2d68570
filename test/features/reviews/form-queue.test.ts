import fc from 'fast-check'
import t from 'tap'

type Wording = { score: string | null; body: string }
type Entry = {
  base: number
  sending: (Wording & { client: string }) | null
  next: Wording | null
  clash: object | null
  at: number
}
type Store = {
  keep(entry: Entry): boolean
  drop(entry: Entry): void
  of(person: string): Entry[]
  again(entry: Entry): Entry | null
}
type Queue = {
  fresh(person: string, tab: string, url: string, base: number): Entry
  typed(entry: Entry, wording: Wording, at: number): Entry
  begun(entry: Entry, client: string): Entry
  taken(entry: Entry, answer: Wording & { version: number }): Entry | null
  met(entry: Entry, theirs: object | null, yours: object): Entry
  chosen(entry: Entry, wording: Wording, at: number): Entry
  wordingOf(entry: Entry): Wording
  openStore(storage: object): Store
  newId(): string
}

// The form's script is plain JavaScript for browsers; its queue has no page in it and runs here as it is.
const path = new URL('../../../src/http/assets/review-form-queue.js', import.meta.url).href
const queue: Queue = await import(path)
const say = (body: string, score: string | null = null) => ({ score, body })

t.test('a write that may have arrived goes first, word for word and under its own id', async t => {
  const typed = queue.typed(queue.fresh('p', 't', '/a', 3), say('раз'), 1)
  const begun = queue.begun(typed, 'c1')
  const more = queue.typed(begun, say('раз два'), 2)
  t.match(queue.begun(more, 'c2').sending, { client: 'c1', body: 'раз' })
  const after = queue.taken(more, { ...say('раз'), version: 4 })
  t.match(after, { base: 4, sending: null, next: { body: 'раз два' } })
  t.equal(queue.taken(begun, { ...say('раз'), version: 4 }), null, 'nothing is left')
  t.equal(queue.taken(more, { ...say('раз два'), version: 5 }), null, 'the server already has the rest')
})

t.test('what met another wording keeps the newest text, and stands on theirs once chosen', async t => {
  const typed = queue.begun(queue.typed(queue.fresh('p', 't', '/a', 0), say('моё'), 1), 'c1')
  const more = queue.typed(typed, say('моё полнее'), 2)
  const met = queue.met(more, { version: 7 }, { id: 'y' })
  t.same(queue.wordingOf(met), say('моё полнее'))
  t.match(queue.chosen(met, say('обе'), 3), { base: 7, sending: null, clash: null, next: { body: 'обе' } })
  t.match(queue.chosen({ ...met, clash: { theirs: null, yours: {} } }, say('обе'), 3), { base: 0 })
})

t.test(
  'the device keeps each person’s words apart, by answer and tab, and goes on when it can keep nothing',
  async t => {
    const kept = new Map<string, string>()
    const storage = new Proxy(
      {},
      {
        get: (_, name) =>
          ({
            getItem: (key: string) => kept.get(key) ?? null,
            setItem: (key: string, value: string) => kept.set(key, value),
            removeItem: (key: string) => kept.delete(key),
          })[String(name)],
        ownKeys: () => [...kept.keys()],
        getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
      },
    )
    const store = queue.openStore(storage)
    const one = queue.typed(queue.fresh('p', 't1', '/a', 0), say('раз'), 1)
    const two = queue.typed(queue.fresh('p', 't2', '/a', 0), say('два'), 2)
    t.ok(
      store.keep(one) && store.keep(two) && store.keep(queue.typed(queue.fresh('q', 't1', '/a', 0), say('чужое'), 3)),
    )
    t.same(
      queue
        .openStore(storage)
        .of('p')
        .map(({ next }) => next?.body),
      ['два', 'раз'],
      'another page finds them, the newest first',
    )
    store.drop(two)
    t.equal(store.again(two), null)
    t.same(store.of('p').length, 1)
    kept.set([...kept.keys()][0] ?? '', '{broken')
    t.same(queue.openStore(storage).of('p'), [], 'what cannot be read is not read')

    const full = queue.openStore({
      getItem: () => null,
      setItem() {
        throw new Error('no room')
      },
      removeItem: () => undefined,
    })
    t.equal(full.keep(one), false)
    t.same(
      full.of('p').map(({ next }) => next?.body),
      ['раз'],
      'the page itself still has them',
    )
  },
)

t.test('ids are UUIDs also where the browser makes none', async t => {
  t.match(queue.newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

t.test(
  'whatever is typed, lost, repeated and answered: the server ends with the last words, and never meets its own',
  async t => {
    const step = fc.oneof(
      fc.record({ is: fc.constant('type' as const), body: fc.string({ maxLength: 4 }) }),
      fc.record({ is: fc.constant('send' as const), arrives: fc.boolean(), returns: fc.boolean() }),
    )
    const holds = fc.property(fc.array(step, { maxLength: 40 }), steps => {
      const server = { version: 0, body: '', clients: new Map<string, number>(), met: 0 }
      let entry: Entry | null = null
      let last = ''
      let ids = 0
      const put = ({ base, sending }: Entry) => {
        if (sending === null) return null
        const first = server.clients.get(sending.client)
        if (first !== undefined) return { ...say(sending.body), version: first }
        if (server.body === sending.body) return { ...say(server.body), version: server.version }
        if (base !== server.version) {
          server.met += 1
          return null
        }
        server.version += 1
        server.body = sending.body
        server.clients.set(sending.client, server.version)
        return { ...say(sending.body), version: server.version }
      }
      let shown = 0
      const send = (arrives: boolean, returns: boolean) => {
        if (entry === null) return
        ids += 1
        entry = queue.begun(entry, `c${ids}`)
        const answer = arrives ? put(entry) : null
        if (answer === null || !returns) return
        shown = answer.version
        entry = queue.taken(entry, answer)
      }
      for (const it of steps) {
        if (it.is === 'send') send(it.arrives, it.returns)
        else {
          last = it.body
          entry = queue.typed(entry ?? queue.fresh('p', 't', '/a', shown), say(it.body), 0)
        }
      }
      for (let left = 3; entry !== null && left > 0; left -= 1) send(true, true)
      return entry === null && server.body === last && server.met === 0
    })
    t.doesNotThrow(() => fc.assert(holds, { numRuns: 500 }))
  },
)
