/** Every page's only script: says that scripts run, and keeps the time left up to date. Without it the page is complete. */
document.documentElement.classList.add('js')

const say = (unit, count) =>
  count > 0 && new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit, unitDisplay: 'long' }).format(count)

/** The two largest units, rounded down, as src/words/time.ts does it. */
const inWords = minutes => {
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24]
  const said = days > 0 ? [say('day', days), say('hour', hours)] : [say('hour', hours), say('minute', minutes % 60)]
  return said.filter(Boolean).join(' ')
}

/** Counts from the server's answer and not from this machine's clock, which may be wrong. */
const tick = () => {
  for (const place of document.querySelectorAll('[data-seconds-left]')) {
    const left = place.dataset.secondsLeft - performance.now() / 1000
    if (left >= 60) place.textContent = inWords(Math.floor(left / 60))
    else if (left <= 0) place.textContent = place.dataset.over
  }
}
tick()
setInterval(tick, 20000)
