/**
 * The browser's key: ECDSA on P-256, not extractable, so that no script can take it out of this browser. It is kept in
 * IndexedDB as the handle that WebCrypto gives, to outlive a reload of the page.
 */
export interface SessionKey {
  readonly privateKey: CryptoKey;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
}

const DATABASE = 'kaijo-counter';
const STORE = 'session-key';

/** A new one for each sign-in; the one before is forgotten. */
export async function newSessionKey(): Promise<SessionKey> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ]);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
  const key = { privateKey: pair.privateKey, publicKey };
  await inStore('readwrite', (store) => store.put(key, STORE));
  return key;
}

export async function keptSessionKey(): Promise<SessionKey | undefined> {
  return (await inStore('readonly', (store) => store.get(STORE))) as SessionKey | undefined;
}

export async function forgetSessionKey(): Promise<void> {
  await inStore('readwrite', (store) => store.delete(STORE));
}

function inStore(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const db = opening.result;
      const request = ask(db.transaction(STORE, mode).objectStore(STORE));
      request.onerror = () => reject(request.error);
      request.onsuccess = () => resolve(request.result);
      request.transaction?.addEventListener('complete', () => db.close());
    };
  });
}
