import type { OcspClient } from '@kaijo/jpki';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { guardedOcsp } from './guard.ts';

const REQUEST = Uint8Array.of(1);

/** A responder that the test lets answer, stay silent, or hang. */
class Responder implements OcspClient {
  asked = 0;
  mood: 'answers' | 'silent' | 'hangs' = 'answers';
  readonly #hanging: (() => void)[] = [];

  async requestStatus() {
    this.asked++;
    if (this.mood === 'silent') return { kind: 'unreachable', why: 'no answer in time' } as const;
    if (this.mood === 'hangs') await new Promise<void>((go) => this.#hanging.push(go));
    return { kind: 'answer', der: REQUEST } as const;
  }

  letGo(): void {
    for (const go of this.#hanging.splice(0)) go();
  }
}

let responder: Responder;
let guarded: OcspClient;
const ask = async (kind: 'auth' | 'sign' = 'auth') => (await guarded.requestStatus(kind, REQUEST)).kind;

beforeEach(() => {
  vi.useFakeTimers();
  responder = new Responder();
  guarded = guardedOcsp(responder);
});
afterEach(() => {
  vi.useRealTimers();
});

it('a responder that has not answered five times in a row is not waited for; the other one is asked', async () => {
  responder.mood = 'silent';
  for (let i = 0; i < 5; i++) expect(await ask()).toBe('unreachable');
  expect(responder.asked).toBe(5);
  expect(await ask()).toBe('unreachable');
  expect(responder.asked).toBe(5);
  responder.mood = 'answers';
  expect(await ask('sign')).toBe('answer');
});

it('after five seconds one question tries: silent still, it rests again; back, everybody is answered', async () => {
  responder.mood = 'silent';
  for (let i = 0; i < 5; i++) await ask();
  vi.advanceTimersByTime(5_000);
  expect(await ask()).toBe('unreachable');
  expect(responder.asked).toBe(6);
  expect(await ask()).toBe('unreachable');
  expect(responder.asked).toBe(6);

  responder.mood = 'answers';
  vi.advanceTimersByTime(5_000);
  expect(await ask()).toBe('answer');
  expect(await ask()).toBe('answer');
  expect(responder.asked).toBe(8);
});

it('an answer between failures: the responder is there', async () => {
  for (let i = 0; i < 20; i++) {
    responder.mood = i % 4 === 3 ? 'answers' : 'silent';
    await ask();
  }
  expect(responder.asked).toBe(20);
});

it('32 at once; 256 wait for their turn and get it; who comes later is told at once', async () => {
  responder.mood = 'hangs';
  const first = Array.from({ length: 32 + 256 }, () => ask());
  const late = await ask();
  expect(responder.asked).toBe(32);
  expect(late).toBe('unreachable');
  responder.mood = 'answers';
  responder.letGo();
  expect(new Set(await Promise.all(first))).toEqual(new Set(['answer']));
  expect(responder.asked).toBe(32 + 256);
});
