// Where the solver stands, asked again until it is done; then the page is opened anew. Without scripts there is a link.
const place = document.querySelector('[data-run]')
const bar = place?.querySelector('rect')
const status = document.querySelector('[role=status]')
const shares = { candidates: [0, 25], matching: [25, 65], checking: [90, 10] }
const pause = 700

async function look() {
  const answer = await fetch(place.dataset.run, { headers: { accept: 'application/json' } }).catch(() => null)
  const run = answer?.ok ? (await answer.json()).run : null
  if (answer?.ok && run?.state !== 'running') return location.reload()
  if (run) {
    const [from, room] = shares[run.stage]
    const done = run.schools - Math.min(run.left, run.schools)
    bar?.setAttribute('width', String(run.stage === 'checking' ? from : from + (room * done) / Math.max(1, run.schools)))
    if (status) status.textContent = `${place.dataset[run.stage]}: ${done} / ${run.schools}`
  }
  setTimeout(look, pause)
}
if (place) setTimeout(look, pause)
