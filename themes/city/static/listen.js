// Reads an item aloud with the device's own voice, sentence by sentence, and
// shows the paragraph that is being read. Without this file the page says how
// the browser or the telephone reads it.

const PATIENCE = 3000 // milliseconds that a device may take to name its voices
const BLOCKS = 'h1, h2, h3, h4, p, li, dt, dd, th, td, caption, figcaption'

const player = document.querySelector('[data-player]')
const text = document.querySelector('[data-listen]')
if (player && text && 'speechSynthesis' in window) findVoice()

function findVoice() {
  const language = document.documentElement.lang
  let begun = false
  const look = () => {
    const ours = speechSynthesis.getVoices().filter((one) => one.lang.toLowerCase().split(/[-_]/)[0] === language)
    if (begun || ours.length === 0) return
    begun = true
    begin(ours.find((one) => one.localService) ?? ours[0])
  }
  // Voices that come late are welcome, too.
  speechSynthesis.addEventListener('voiceschanged', look)
  look()
  setTimeout(() => { if (!begun) show('voiceless') }, PATIENCE)
}

/** Shows one of the ways to listen instead of the others. */
function show(way) {
  for (const one of document.querySelectorAll('[data-way]')) one.hidden = one.dataset.way !== way
}

function begin(voice) {
  const parts = sentences()
  const [play, pause, stop] = ['play', 'pause', 'stop'].map((name) => player.querySelector(`[data-do=${name}]`))
  const rate = player.querySelector('[data-rate]')
  const said = player.querySelector('[data-said]')
  let at = 0
  let turn = 0 // what an older turn still reports is not heard
  let state = 'stopped'

  show('player')
  play.addEventListener('click', speak)
  pause.addEventListener('click', () => halt('paused'))
  stop.addEventListener('click', () => halt('stopped'))
  rate.addEventListener('change', () => { if (state === 'playing') speak() })
  // Else some browsers go on reading a page that was left.
  addEventListener('pagehide', () => speechSynthesis.cancel())
  tell('stopped', '')

  function speak() {
    const own = ++turn
    speechSynthesis.cancel()
    if (at >= parts.length) at = 0
    if (state !== 'playing') tell('playing', player.dataset.playing)
    next(own)
  }

  function next(own) {
    if (own !== turn) return
    if (at >= parts.length) return halt('stopped', player.dataset.done)
    const utterance = new SpeechSynthesisUtterance(parts[at].sentence)
    Object.assign(utterance, { voice, lang: voice.lang, rate: Number(rate.value) })
    utterance.onend = () => { if (own === turn) { at += 1; next(own) } }
    utterance.onerror = () => { if (own === turn) halt('paused', player.dataset.failed) }
    mark(parts[at].block)
    speechSynthesis.speak(utterance)
  }

  // Pausing in the middle of a sentence does not work on many telephones: it is
  // begun again.
  function halt(how, words = player.dataset[how]) {
    turn += 1
    speechSynthesis.cancel()
    if (how === 'stopped') {
      at = 0
      mark(null)
    }
    tell(how, words)
  }

  function tell(how, words) {
    const focused = document.activeElement
    state = how
    play.hidden = how === 'playing'
    play.textContent = how === 'paused' ? player.dataset.goOn : player.dataset.play
    pause.hidden = how !== 'playing'
    stop.disabled = how === 'stopped'
    said.textContent = words
    // A button that goes away hands the keyboard to the one in its place.
    if ([play, pause, stop].includes(focused)) {
      if (focused.hidden || focused.disabled) (how === 'playing' ? pause : play).focus()
    }
  }
}

/** Every sentence of the text with the block it stands in. Long ones stop some
 *  voices, so they are parted at commas. */
function sentences() {
  const blocks = [...text.querySelectorAll(BLOCKS)].filter((block) => !block.querySelector(BLOCKS))
  return blocks.flatMap((block) => {
    const words = block.textContent.replace(/\s+/g, ' ').trim()
    const parts = words.match(/[^.!?;:…]+(?:[.!?;:…]+(?=\s|$)|[.!?;:…]+|$)/g) ?? []
    const joined = []
    for (const part of parts) {
      const last = joined.length - 1
      // "1.234.567" and "Q.1" are no ends of sentences.
      if (last >= 0 && !/\s/.test(part[0])) joined[last] += part
      else joined.push(part)
    }
    return joined.flatMap(short).map((sentence) => ({ block, sentence }))
  })
}

function short(sentence) {
  if (sentence.length <= 200) return [sentence.trim()].filter(Boolean)
  return (sentence.match(/.{1,200}(?:,|\s|$)/g) ?? [sentence]).map((part) => part.trim()).filter(Boolean)
}

function mark(block) {
  const before = text.querySelector('.reading')
  if (before === block) return
  before?.classList.remove('reading')
  before?.removeAttribute('aria-current')
  if (!block) return
  block.classList.add('reading')
  block.setAttribute('aria-current', 'true')
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  block.scrollIntoView({ block: 'nearest', behavior: calm ? 'auto' : 'smooth' })
}
