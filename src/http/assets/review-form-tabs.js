/** How long other tabs get to say that they are there; one that is asleep is not, and to send its words twice does no harm. */
const ANSWER_MS = 400

/**
 * Tabs of one browser talk to each other: what was saved is told, so that the same form in another tab shows it, and a tab that left
 * words behind is found out by its silence. `saved({ url, client, answer })` is called for what another tab of this person saved.
 */
export const meetTabs = (person, tab, saved) => {
  const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel('vzaimo:answers') : null
  const alive = new Set()
  channel?.addEventListener('message', ({ data }) => {
    if (data.person !== person) return
    if (data.ask && data.tab !== tab) channel.postMessage({ person, here: tab })
    if (data.here) alive.add(data.here)
    if (data.saved) saved(data.saved)
  })
  return {
    tellSaved: it => channel?.postMessage({ person, saved: it }),
    /** The tabs that answered. */
    whoIsThere: () =>
      new Promise(resolve => {
        alive.clear()
        channel?.postMessage({ person, tab, ask: true })
        setTimeout(() => resolve(new Set(alive)), ANSWER_MS)
      }),
  }
}

/** Runs one sender of an answer at a time among all tabs, where the browser can do that (it cannot on plain http). */
export const oneAtATime = (name, run) => (navigator.locks ? navigator.locks.request(`vzaimo:${name}`, run) : run())
