/**
 * Sends the forms that carry a file with a progress bar, so that a slow line is seen to move, can be stopped, and can break without the
 * chosen file being lost: it stays in its field until the server has answered. Its words stand in the page (#upload-words). Without this
 * script the forms are plain forms.
 */
const said = document.getElementById('upload-words')?.dataset
const MEGABYTE = 1024 * 1024
const SVG = 'http://www.w3.org/2000/svg'

const megabytes = bytes =>
  (bytes / MEGABYTE).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })

const element = (name, attributes = {}, text = '') => {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.textContent = text
  return made
}

/** The bar, the line that says how far it is, and the button that stops or repeats. */
const makePanel = form => {
  const panel = element('div', { class: 'row' })
  const bar = document.createElementNS(SVG, 'svg')
  for (const [key, value] of Object.entries({ class: 'prog', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' }))
    bar.setAttribute(key, value)
  const fill = document.createElementNS(SVG, 'rect')
  fill.setAttribute('class', 'fw')
  fill.setAttribute('height', '8')
  bar.append(fill)
  const status = element('span', { role: 'status', class: 's' })
  const stop = element('button', { type: 'button', class: 'btn q sm' })
  panel.append(bar, status, stop)
  panel.hidden = true
  form.append(panel)
  return {
    // Read aloud only when the words change: each tenth, not each packet.
    show: (text, share, stopping) => {
      panel.hidden = false
      bar.toggleAttribute('hidden', share === null)
      if (share !== null) fill.setAttribute('width', String(Math.round(share * 100)))
      if (status.textContent !== text) status.textContent = text
      stop.hidden = stopping === null
      stop.textContent = stopping === null ? '' : stopping.label
      stop.onclick = stopping === null ? null : stopping.press
    },
  }
}

const parsed = text => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** What the server says was wrong, in one line: each field's sentence, else what happened meanwhile, else the problem's own. */
const sentence = body => {
  const lines = [...(body?.fields ?? []), ...(body?.missing ?? [])].map(fault => fault.says).concat(body?.since ?? [])
  return lines.length > 0 ? lines.join(' ') : (body?.detail ?? said.failed)
}

/** Whether another form of the page holds what a person wrote and has not sent: then the page is not taken away from under it. */
const somethingTyped = sent =>
  [...document.forms].some(
    form =>
      form !== sent &&
      [...form.elements].some(field =>
        field.type === 'checkbox' || field.type === 'radio'
          ? field.checked !== field.defaultChecked
          : field.type === 'file'
            ? field.files.length > 0
            : 'defaultValue' in field && field.value !== field.defaultValue,
      ),
  )

const showAnew = page => {
  if (location.pathname !== new URL(page, location.href).pathname) return location.assign(page)
  history.replaceState(null, '', page)
  location.reload()
}

const enhance = form => {
  const panel = makePanel(form)
  const chosen = form.querySelector('input[type=file]')
  const buttons = [...form.querySelectorAll('button')].filter(button => button.type === 'submit')
  let running = null

  const pause = (text, next) => {
    running = null
    for (const button of buttons) button.disabled = false
    panel.show(text, null, next)
  }
  const again = text => pause(text, { label: said.again, press: () => form.requestSubmit() })

  const answered = request => {
    if (request.status >= 200 && request.status < 300) {
      if (!somethingTyped(form)) return showAnew(form.dataset.page)
      form.reset()
      pause(said.done, { label: said.refresh, press: () => showAnew(form.dataset.page) })
      // The next file needs the page's next version and key.
      for (const button of buttons) button.disabled = true
      return
    }
    if (request.status === 401) return again(said.signedOut)
    const body = parsed(request.responseText)
    const reached = body?.type === '/problems/key-reused'
    // Somebody was faster, or an earlier try of ours got through after all: sending the same again would be refused again.
    if (reached || request.status === 412 || request.status === 409)
      return pause(reached ? said.reached : sentence(body), { label: said.refresh, press: () => showAnew(form.dataset.page) })
    if (request.status >= 500) return again(said.failed)
    pause(sentence(body), null)
  }

  form.addEventListener('submit', event => {
    const file = chosen.files[0]
    if (!file || running) return
    event.preventDefault()
    if (file.size > Number(form.dataset.maxBytes)) return panel.show(said.tooLarge, null, null)
    const request = new XMLHttpRequest()
    running = request
    for (const button of buttons) button.disabled = true
    const stop = { label: said.cancel, press: () => request.abort() }
    const total = megabytes(file.size)
    let tenth = -1
    let text = ''
    const progress = sent => {
      const share = Math.min(1, sent / file.size)
      if (Math.floor(share * 10) > tenth) {
        tenth = Math.floor(share * 10)
        text = said.sending.replace('{done}', megabytes(share * file.size)).replace('{total}', total)
      }
      panel.show(share === 1 ? said.checking : text, share, stop)
    }
    progress(0)
    request.upload.addEventListener('progress', at => progress(at.loaded))
    request.addEventListener('load', () => answered(request))
    request.addEventListener('abort', () => again(said.cancelled))
    request.addEventListener('error', () => {
      again(said.lost)
      // Once the line is back: the form's key makes the server take a repetition for what it is.
      addEventListener('online', () => running ?? form.requestSubmit(), { once: true })
    })
    request.open('POST', form.action)
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('x-vzaimo', '1')
    request.send(new FormData(form))
  })
}

if (said) for (const form of document.querySelectorAll('form[data-upload]')) enhance(form)
