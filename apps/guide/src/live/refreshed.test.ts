import { describe, expect, it } from 'vitest';
import { refreshed } from './refreshed.ts';

/** A source whose answers and silences the test writes, under a clock that it moves. */
function source() {
  let time = 0;
  let answer: string | undefined = 'first';
  let asked = 0;
  const value = refreshed<string>({
    fetch: async () => {
      asked += 1;
      return answer;
    },
    freshMs: 1_000,
    usableMs: 10_000,
    waitMs: 0,
    monotonic: () => time,
    isStale: (text) => text === 'over',
  });
  return {
    current: async () => (await value.current())?.value,
    say: (next: string | undefined) => {
      answer = next;
    },
    pass: (ms: number) => {
      time += ms;
    },
    asked: () => asked,
  };
}

describe('what the service said', () => {
  it('is used as long as it is fresh, without asking again', async () => {
    const of = source();
    expect(await of.current()).toBe('first');
    of.say('second');
    of.pass(999);
    expect(await of.current()).toBe('first');
    expect(of.asked()).toBe(1);
  });

  it('is shown once more while it is asked anew, and then the new one', async () => {
    const of = source();
    await of.current();
    of.say('second');
    of.pass(1_000);
    expect(await of.current()).toBe('first');
    expect(await of.current()).toBe('second');
  });

  it('is not shown when it is too old, and nobody is told what may no longer be true', async () => {
    const of = source();
    await of.current();
    of.say(undefined);
    of.pass(9_999);
    expect(await of.current()).toBe('first');
    of.pass(1);
    expect(await of.current()).toBeUndefined();
  });

  it('a service that is silent is not asked by every visitor', async () => {
    const of = source();
    of.say(undefined);
    for (let visitor = 0; visitor < 50; visitor++) await of.current();
    expect(of.asked()).toBeLessThan(3);
    of.say('back');
    of.pass(200);
    expect(await of.current()).toBe('back');
  });

  it('is asked at once when its own time is over', async () => {
    const of = source();
    of.say('over');
    await of.current();
    of.say('after');
    expect(await of.current()).toBe('after');
  });
});
