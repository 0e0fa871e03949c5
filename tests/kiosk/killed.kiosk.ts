import { type Desk, startDesk } from '@kaijo/cli/desk';
import { connectOperator } from '@kaijo/cli/installation';
import { OPERATOR_ROUTES, type TargetPin } from '@kaijo/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, benchWithinProcess } from '../faults/support/bench.ts';
import { targetStateAfter } from '../faults/support/r33.ts';
import { CardInHand, pinValue } from '../support/card-in-hand.ts';
import { reservationOf } from '../support/story.ts';
import { goOnUntil, NEW_PIN, reserved } from './support/holder.ts';
import { type KioskAsProcess, kioskAsProcess } from './support/kiosk-process.ts';

let bench: Bench;
let desk: Desk;
let kiosk: KioskAsProcess;
let card: CardInHand;
/** Around the n-th command since it was armed. */
let strike:
  | { readonly at: number; readonly when: 'before' | 'after'; readonly run: () => Promise<void> }
  | undefined;
let commands = 0;

/**
 * Each kill takes a start of the program. Every time: at the first command, and where the card is written (auth PIN: at
 * each of those commands; sign PIN: after each that changes it). KAIJO_EVERY_COMMAND=yes: at every command of both.
 */
const everyCommand = process.env.KAIJO_EVERY_COMMAND === 'yes';
/** From EXTERNAL AUTHENTICATE on: RESET RETRY COUNTER, SELECT, CHANGE REFERENCE DATA, VERIFY, SELECT, signature. */
const WRITING = 7;
function killedAt(target: TargetPin, most: number): readonly { at: number; when: 'before' | 'after' }[] {
  const all = Array.from({ length: most }, (_, before) => before + 1);
  if (everyCommand) return all.map((at) => ({ at, when: at % 2 === 0 ? 'after' : 'before' }));
  const [, reset = most, , change = most, ...others] = all.slice(-WRITING);
  const told = target === 'auth' ? all.slice(-WRITING) : [reset, change, ...others.slice(-1)];
  return [{ at: 1, when: 'before' }, ...told.map((at) => ({ at, when: 'after' as const }))];
}

beforeAll(async () => {
  bench = await benchWithinProcess();
  card = await CardInHand.of(bench.locked.auth);
  desk = await startDesk({
    port: 0,
    device: {
      powerOn: () => card.tear.powerOn(),
      powerOff: () => card.tear.powerOff(),
      async exchange(command) {
        commands++;
        const due = commands === strike?.at ? strike : undefined;
        if (due?.when === 'before') await due.run();
        const answer = await card.tear.exchange(command);
        if (due?.when === 'after') await due.run();
        return answer;
      },
    },
  });
  kiosk = await kioskAsProcess(bench.service, `desk:${desk.url}`);
});
afterAll(async () => {
  await desk?.close();
  await kiosk?.close();
  await bench?.close();
});

async function runThrough(target: TargetPin): Promise<void> {
  await goOnUntil(kiosk.screen, target, 'end');
  await kiosk.screen.scene('done');
}

async function again(target: TargetPin): Promise<void> {
  desk.put('hand');
  await kiosk.start();
  await kiosk.screen.scene('start', () => true, 60_000);
  desk.put('kiosk');
  await runThrough(target);
}

async function away(): Promise<void> {
  desk.put('hand');
  await kiosk.screen.scene('done', ({ cardOnReader }) => !cardOnReader);
  kiosk.screen.press('cancel');
  await kiosk.screen.scene('start');
}

describe.each(['auth', 'sign'] as const)('R33: SIGKILL of the agent, %s PIN', (target) => {
  it('leaves one of three states, loses no try, and the same reservation finishes the job', async () => {
    await kiosk.screen.scene('start', () => true, 60_000);
    card = await CardInHand.of(bench.locked[target]);
    await reserved(bench, card, target);
    commands = 0;
    desk.put('kiosk');
    await runThrough(target);
    const most = commands;
    await away();

    const states = new Set<string>();
    for (const { at, when } of killedAt(target, most)) {
      card = await CardInHand.of(bench.locked[target]);
      const token = await reserved(bench, card, target);
      const before = await card.memory();
      commands = 0;
      const killed = new Promise<void>((resolve) => {
        strike = {
          at,
          when,
          run: async () => {
            await kiosk.kill();
            resolve();
          },
        };
      });
      desk.put('kiosk');
      // What is not typed any more is not waited for.
      const ended = new AbortController();
      goOnUntil(kiosk.screen, target, 'end', ended.signal).catch(() => {});
      await killed;
      ended.abort();
      strike = undefined;
      states.add(targetStateAfter({ before, after: await card.memory(), target, typed: NEW_PIN[target] }));
      await again(target);
      expect((await reservationOf(bench.phone, token)).state, `killed at ${at}`).toBe('completed');
      expect(pinValue((await card.memory()).pins[target])).toBe(NEW_PIN[target]);
      await away();
      expect(await card.askTries()).toEqual({
        auth: { kind: 'tries', left: 3 },
        sign: { kind: 'tries', left: 5 },
      });
    }
    expect(states).toEqual(new Set(['unchanged', 'initialised', 'set']));
  });
});

describe('a kiosk that is revoked', () => {
  it('is refused at once, and says that it is not admitted', async () => {
    const operator = await connectOperator(bench.service.folder);
    try {
      const { kiosks } = await operator.call(OPERATOR_ROUTES.listKiosks, {});
      const own = kiosks.find(({ health }) => health !== undefined);
      expect(own?.health).toMatchObject({ reader: 'ready', version: expect.stringMatching(/^\d/) });
      card = await CardInHand.of(bench.locked.auth);
      await reserved(bench, card, 'auth');
      await operator.call(OPERATOR_ROUTES.revokeKiosk, { id: own?.kiosk ?? '', body: { staff: 's-1' } });
      desk.put('kiosk');
      expect(await kiosk.screen.scene('fault')).toMatchObject({ code: 'not-authorised', card: 'unchanged' });
      desk.put('hand');
      await kiosk.screen.scene('fault', ({ cardOnReader }) => !cardOnReader);
      kiosk.screen.press('cancel');
      await kiosk.screen.scene('out-of-order', ({ reason }) => reason === 'not-admitted', 60_000);
    } finally {
      await operator.close();
    }
  });
});
