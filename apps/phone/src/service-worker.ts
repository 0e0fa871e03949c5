/// <reference lib="webworker" />

/**
 * Lets the app open without a network, with the last reservation and honest words. It keeps the page and its hashed
 * files, and nothing that the service has answered: what the API says is never old, and never on the disk (R38).
 */

const worker = self as unknown as ServiceWorkerGlobalScope;
const CACHE = 'kaijo-phone-1';
const PAGE = '/phone/';
const ASSETS = '/phone/assets/';

worker.addEventListener('install', (event) => {
  event.waitUntil(keepPage().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(forgetOthers().then(() => worker.clients.claim()));
});

/** The page tells which of its files it has loaded before this worker was there. */
worker.addEventListener('message', (event) => {
  const files = event.data as unknown;
  if (Array.isArray(files)) event.waitUntil(keepFiles(files.filter(isAsset)));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (request.mode === 'navigate' && pathname.startsWith(PAGE))
    event.respondWith(pageFirstFromNetwork(request));
  else if (isAsset(pathname)) event.respondWith(fileFirstFromCache(request));
});

/** The reader's models and WebAssembly are large, and of no use without a network. */
function isAsset(path: unknown): path is string {
  return typeof path === 'string' && path.startsWith(ASSETS) && !path.endsWith('.wasm');
}

async function pageFirstFromNetwork(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request);
    if (answer.ok) await (await caches.open(CACHE)).put(PAGE, answer.clone());
    return answer;
  } catch {
    return (await caches.match(PAGE)) ?? Response.error();
  }
}

async function fileFirstFromCache(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
}

async function keepPage(): Promise<void> {
  const cache = await caches.open(CACHE);
  const page = await fetch(PAGE, { cache: 'no-cache' });
  const text = await page.clone().text();
  await cache.put(PAGE, page);
  await keepFiles(
    [...text.matchAll(/(?:src|href)="(\/phone\/assets\/[^"]+)"/g)].map(([, path]) => path as string),
  );
}

async function keepFiles(paths: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all(
    paths.map(async (path) => {
      if ((await cache.match(path)) === undefined) await cache.add(path);
    }),
  );
}

async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}
