// A long piece of work goes on by itself, some seconds at a time, while its page is open. Without scripts there is the button.
const form = document.querySelector('form[data-go-on]')
if (form instanceof HTMLFormElement) form.requestSubmit()
