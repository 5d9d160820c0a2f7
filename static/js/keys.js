// What allauth's scripts for keys leave open: a button stands there only where the browser has keys, and what went wrong is said.
(function () {
  'use strict'
  document.addEventListener('DOMContentLoaded', function () {
    if (!window.PublicKeyCredential) return
    for (const part of document.querySelectorAll('[data-needs-keys]')) part.hidden = false
  })
  document.addEventListener('allauth.error', function (event) {
    const place = document.querySelector('[data-key-said]')
    if (!place) return
    event.preventDefault()
    // The browser's name for a key that this account has already.
    const known = event.detail.exception.name === 'InvalidStateError' && place.dataset.known
    place.textContent = ''
    window.setTimeout(function () { place.textContent = known || place.dataset.keySaid }, 100) // read out anew each time
  })
})()
