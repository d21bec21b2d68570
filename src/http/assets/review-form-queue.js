/**
 * What a person wrote and the server does not have yet, kept on the device (localStorage): one entry for each answer and tab.
 *
 * An entry holds whose words they are, where they go (`url`), the version they stand on (`base`), a write that was begun and may have
 * arrived (`sending`, with the id that makes it the same write again), what was written since (`next`), and, once the server said that
 * somebody was faster, both texts (`clash`). Entries are plain values: every function here returns a new one.
 */
const PREFIX = 'vzaimo:answer:'

export const same = (one, other) => one.score === other.score && one.body === other.body

/** A new entry over the version that the page shows. */
export const fresh = (person, tab, url, base) => ({ person, tab, url, base, sending: null, next: null, clash: null, at: 0 })

/** The entry after the person wrote. */
export const typed = (entry, { score, body }, at) => ({ ...entry, next: { score, body }, at })

/** What the person's text is just now, by the entry. */
export const wordingOf = entry => entry.next ?? entry.sending

/** The entry with a write begun: the one that may already have arrived goes first, word for word and under its own id. */
export const begun = (entry, client) =>
  entry.sending || !entry.next ? entry : { ...entry, sending: { client, ...entry.next }, next: null }

/** The entry after the server took what was being sent; null when nothing was written since. */
export const taken = (entry, answer) => {
  if (!entry.next || same(entry.next, answer)) return null
  return { ...entry, base: answer.version, sending: null }
}

/** The entry after the server said that somebody was faster. */
export const met = (entry, theirs, yours) => ({
  ...entry,
  sending: null,
  next: wordingOf(entry),
  clash: { theirs, yours },
})

/** The entry once the person chose what to send over the other wording. */
export const chosen = (entry, wording, at) => ({
  ...entry,
  base: entry.clash.theirs ? entry.clash.theirs.version : 0,
  sending: null,
  clash: null,
  next: wording,
  at,
})

/** The browser's own store, or none where it is switched off; there even asking may throw. */
export const deviceStorage = () => {
  try {
    return window.localStorage ?? {}
  } catch {
    return {}
  }
}

const keyOf = ({ person, url, tab }) => `${PREFIX}${person}:${url}:${tab}`

/**
 * The device's store. Where the browser does not let us keep anything (no room, switched off), `keep` answers false and the entries
 * live as long as the page does.
 */
export const openStore = storage => {
  const memory = new Map()
  const read = key => {
    try {
      return JSON.parse(storage.getItem(key))
    } catch {
      return null
    }
  }
  const keys = () => {
    try {
      return Object.keys(storage).filter(key => key.startsWith(PREFIX))
    } catch {
      return []
    }
  }
  return {
    keep(entry) {
      memory.set(keyOf(entry), entry)
      try {
        storage.setItem(keyOf(entry), JSON.stringify(entry))
        return true
      } catch {
        return false
      }
    },
    drop(entry) {
      memory.delete(keyOf(entry))
      try {
        storage.removeItem(keyOf(entry))
      } catch {
        // What could not be kept needs no removing.
      }
    },
    /** The entry as the device holds it now: another tab may have sent it. */
    again: entry => read(keyOf(entry)),
    /** Everything of this person, the newest first; of others nothing is shown or sent (they may come back to this device). */
    of(person) {
      const mine = `${PREFIX}${person}:`
      const kept = keys()
        .filter(key => key.startsWith(mine))
        .map(read)
      const only = [...memory.values()].filter(entry => entry.person === person && !read(keyOf(entry)))
      return [...kept, ...only].filter(Boolean).sort((a, b) => b.at - a.at)
    },
  }
}

/** A random id in the form of a UUID; crypto.randomUUID is missing on plain http. */
export const newId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5')
}
