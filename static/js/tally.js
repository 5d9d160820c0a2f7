// The tally of a hearing's day, read anew every fifteen seconds while somebody looks at it. Without this script its link does the same.
(function () {
  'use strict'
  const place = document.querySelector('[data-tally]')
  const said = document.querySelector('[data-tally-said]')
  if (!place || !window.fetch) return
  const EVERY = 15000
  let failed = 0

  function say(text) {
    if (said && said.textContent !== text) said.textContent = text
  }

  async function look() {
    if (document.hidden) return
    try {
      const answer = await fetch(place.dataset.tally, { credentials: 'same-origin', redirect: 'error' })
      if (!answer.ok) throw new Error(answer.status)
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const held = place.contains(document.activeElement)
      place.replaceChildren(...fresh.body.childNodes)
      if (held) place.querySelector('[tabindex]')?.focus() // whoever scrolls the table by keys stays on it
      failed = 0
      say('15秒ごとに、自動で直します。')
    } catch {
      failed += 1
      say('いまは自動で直せません。「いまの集計に直す」を押してください。')
    }
    if (failed === 20) window.clearInterval(clock)
  }

  const clock = window.setInterval(look, EVERY)
  document.addEventListener('visibilitychange', look)
  say('15秒ごとに、自動で直します。')
})()
