/** Signing out with words that wait on this device asks once; they stay and are sent when the same person is back. */
export const warnAtSignOut = (store, person, question) => {
  const form = document.querySelector('form[action="/sign-out"]')
  form?.addEventListener('submit', event => {
    const unsent = store.of(person).length
    if (unsent > 0 && !confirm(question.replace('{count}', unsent))) event.preventDefault()
  })
}
