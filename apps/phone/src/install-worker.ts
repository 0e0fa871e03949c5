/** In a browser; a shell has its files in itself. Registers the worker that opens the app without a network, and tells it which files the page has already loaded. */
export function installWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  void navigator.serviceWorker
    .register('/phone/sw.js', { scope: '/phone/' })
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => active?.postMessage(loadedFiles()))
    .catch(() => undefined); // Private windows refuse: the app then needs a network.
}

function loadedFiles(): string[] {
  return performance
    .getEntriesByType('resource')
    .map(({ name }) => new URL(name))
    .filter(({ origin }) => origin === window.location.origin)
    .map(({ pathname }) => pathname);
}
