// Lets the service worker keep what is read. Only pages with a script do this;
// once it is there it serves every page.

if ('serviceWorker' in navigator && window.isSecureContext) {
  addEventListener('load', () => navigator.serviceWorker.register('/sw.js').catch(() => {}))
}
