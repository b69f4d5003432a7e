// The whole offline shell. Files carry their hash in their name, so a cached one is right for ever;
// the page itself is asked from the server first. The API is never touched here.
const VERSION = __VERSION__
const FILES = __FILES__
const CACHE = `shouwang-${VERSION}`
const PAGE_TIMEOUT_MS = 4000

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: 'no-cache' })))))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(keepTwo().then(() => self.clients.claim()))
})

self.addEventListener('message', (event) => {
  if (event.data === 'take_over') self.skipWaiting()
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin || !url.pathname.startsWith(scopePath())) return
  if (request.mode === 'navigate') event.respondWith(page(request))
  else event.respondWith(asset(request))
})

// The page that was cached together with this worker's files; a fresh page could name files not yet here.
async function page(request) {
  const cache = await caches.open(CACHE)
  return (await cache.match('./')) ?? withTimeout(fetch(request))
}

// Any cache will do: an open page of the last version still asks for its own lazy routes.
async function asset(request) {
  return (await caches.match(request, { ignoreSearch: true })) ?? fetch(request)
}

// The last version's files stay for pages that are still open; what is older goes.
async function keepTwo() {
  const names = (await caches.keys()).filter((name) => name.startsWith('shouwang-') && name !== CACHE)
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)))
}

function withTimeout(answer) {
  return Promise.race([answer, new Promise((_, reject) => setTimeout(() => reject(new Error('timeout')), PAGE_TIMEOUT_MS))])
}

function scopePath() {
  return new URL(self.registration.scope).pathname
}
