(function (browser) {
  var worker = browser.serviceWorker, line = browser.connection
  if (worker && isSecureContext && !(line && line.saveData)) {
    addEventListener('load', function () { worker.register('/sw.js').catch(function () {}) })
  }
  var buttons = browser.clipboard ? document.querySelectorAll('button[data-copy]') : []
  Array.prototype.forEach.call(buttons, function (button) {
    button.hidden = false
    button.addEventListener('click', function () {
      browser.clipboard.writeText(button.getAttribute('data-copy')).then(function () {
        button.nextElementSibling.textContent = button.getAttribute('data-copied')
      })
    })
  })
})(navigator)
