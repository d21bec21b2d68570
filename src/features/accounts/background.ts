import type { App } from '../../http/app.ts'

/**
 * Work that the answer does not wait for: whether an address is known must not show in how long the answer takes. A server that stops
 * finishes it first.
 */
export const createBackground = (app: App): ((work: () => Promise<void>) => void) => {
  const running = new Set<Promise<void>>()
  app.addHook('onClose', async () => {
    await Promise.all(running)
  })
  return work => {
    const done: Promise<void> = work()
      .catch(error => app.log.error(whyUnsent(error), 'letter not handed over'))
      .finally(() => running.delete(done))
    running.add(done)
  }
}

/** Why a letter was not taken, without the mail server's words: they quote the address. */
export const whyUnsent = (error: unknown): Record<string, unknown> => {
  const told = (name: string): unknown => (error instanceof Error ? Reflect.get(error, name) : undefined)
  return { code: told('code'), response: told('responseCode') }
}
