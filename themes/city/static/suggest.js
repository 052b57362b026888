// Suggestions while a reader types: a combobox over a list of links (the ARIA
// pattern), for forms that name where to ask. Without this file, without a
// network, and for who saves data, the form is a plain form.

const PAUSE = 160 // milliseconds without a key before anything is asked
const LEAST = 2 // letters

const saves = navigator.connection?.saveData || matchMedia('(prefers-reduced-data: reduce)').matches

if (!saves) document.querySelectorAll('form[data-suggest]').forEach(enhance)

function enhance(form) {
  const input = form.elements.q
  const list = document.createElement('ul')
  const said = document.createElement('p')
  const known = new Map()
  let chosen = -1
  let timer = 0
  let asking = null

  list.id = `${input.id}-goi-y`
  list.className = 'suggestions'
  list.hidden = true
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', form.dataset.suggestLabel)
  said.className = 'unseen'
  said.setAttribute('role', 'status')
  input.type = 'text' // a search field may not be a combobox
  for (const [name, value] of Object.entries({
    role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id, inputmode: 'search',
  })) input.setAttribute(name, value)
  input.after(list)
  form.append(said)

  const links = () => [...list.children]

  function close() {
    clearTimeout(timer)
    asking?.abort()
    list.hidden = true
    chosen = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }

  function choose(at) {
    links().forEach((option, own) => option.setAttribute('aria-selected', String(own === at)))
    chosen = at
    const option = links()[at]
    if (!option) return input.removeAttribute('aria-activedescendant')
    input.setAttribute('aria-activedescendant', option.id)
    option.scrollIntoView({ block: 'nearest' })
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map(({ title, url, language, mark }, at) => {
      const option = document.createElement('li')
      option.id = `${list.id}-${at}`
      option.setAttribute('role', 'option')
      option.dataset.url = url
      const words = document.createElement('span')
      words.textContent = title
      if (language) words.lang = language
      option.append(words)
      if (mark) {
        const warning = document.createElement('span')
        warning.className = 'status'
        warning.textContent = mark
        option.append(' ', warning)
      }
      return option
    }))
    list.hidden = suggestions.length === 0
    input.setAttribute('aria-expanded', String(!list.hidden))
    choose(-1)
    said.textContent = list.hidden ? form.dataset.suggestNone : `${form.dataset.suggestCount} ${suggestions.length}`
  }

  async function ask() {
    const typed = input.value.trim()
    if (typed.length < LEAST) return close()
    asking?.abort()
    const own = asking = new AbortController()
    try {
      if (!known.has(typed)) {
        const answer = await fetch(`${form.dataset.suggest}&q=${encodeURIComponent(typed)}`, { signal: own.signal })
        if (!answer.ok) return close()
        known.set(typed, (await answer.json()).suggestions)
      }
      if (own === asking && !own.signal.aborted && document.activeElement === input) show(known.get(typed))
    } catch {
      // away or given up: the form works without
    }
  }

  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(ask, PAUSE)
  })
  input.addEventListener('blur', close)
  form.addEventListener('submit', close)
  input.addEventListener('keydown', (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    const count = list.hidden ? 0 : links().length
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (count === 0) return void ask()
      const step = event.key === 'ArrowDown' ? 1 : -1
      // past either end lies the field itself
      choose((chosen + 1 + step + count + 1) % (count + 1) - 1)
    } else if (event.key === 'Escape' && count > 0) {
      event.preventDefault()
      close()
    } else if (event.key === 'Enter' && chosen >= 0) {
      event.preventDefault()
      location.assign(links()[chosen].dataset.url)
    }
  })
  // the field keeps the focus, so that the list is still there when the button comes up
  list.addEventListener('mousedown', (event) => event.preventDefault())
  list.addEventListener('click', ({ target }) => {
    const option = target.closest('li')
    if (option) location.assign(option.dataset.url)
  })
}
