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
      .catch(error => app.log.error({ err: error }, 'letter not handed over'))
      .finally(() => running.delete(done))
    running.add(done)
  }
}
