/** How long a save may take before it counts as not having arrived: it is sent again under the same id. */
const PATIENCE_MS = 20000

/**
 * Sends one begun write and says what became of it:
 * saved (answer) · clash (theirs, yours) · late (yours) · signedOut · other (somebody else is signed in) · offline · busy · refused (why).
 */
export const send = async (entry, { leaving = false } = {}) => {
  const { client, score, body } = entry.sending
  let response
  try {
    response = await fetch(entry.url, {
      method: 'PUT',
      credentials: 'same-origin',
      keepalive: leaving,
      signal: timeout(),
      headers: {
        'content-type': 'application/json',
        'x-vzaimo': '1',
        'if-match': `"${entry.base}"`,
        'idempotency-key': client,
      },
      body: JSON.stringify({ score, body, writer: entry.person }),
    })
  } catch {
    return { is: 'offline' }
  }
  const said = await response.json().catch(() => ({}))
  const problem = String(said.type).replace('/problems/', '')
  switch (response.status) {
    case 200:
      return { is: 'saved', answer: said }
    case 401:
      return { is: 'signedOut' }
    case 412:
      return { is: 'clash', theirs: said.theirs, yours: said.yours }
    case 409:
      return problem === 'other-person' ? { is: 'other' } : { is: 'late', yours: said.yours }
    case 408:
    case 429:
      return { is: 'busy' }
    default:
      return response.status >= 500 ? { is: 'busy' } : { is: 'refused', why: said.title ?? String(response.status) }
  }
}

/** Outcomes that say nothing of the words, only that they did not arrive now. */
export const isWeather = ({ is }) => is === 'offline' || is === 'busy' || is === 'signedOut' || is === 'other'

/** Tells the server that the person took the other wording; if it does not arrive, the choice is asked for once more. */
export const settle = (entry, yours) =>
  fetch(`${entry.url}/versions/${yours.id}/settle`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'x-vzaimo': '1', 'idempotency-key': yours.id },
  }).catch(() => undefined)

// AbortSignal.timeout is newer than the browsers we serve.
const timeout = () => {
  const control = new AbortController()
  setTimeout(() => control.abort(), PATIENCE_MS)
  return control.signal
}
