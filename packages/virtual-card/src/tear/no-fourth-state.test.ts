import { CardGoneError } from '@kaijo/iso7816';
import { describe, expect, it } from 'vitest';
import { VirtualCard } from '../card/virtual-card.ts';
import type { CardState } from '../state/card-state.ts';
import { MemoryCardStore } from '../state/card-store.ts';
import { CardTerminal, change, JPKI, selectFile, terminal, verify } from '../testing/card-terminal.ts';
import { hex, openHost, RESET_AUTH_PIN, RESET_SIGN_PIN, resetRetryCounter } from '../testing/issuer-host.ts';
import { osRandom, SAMPLE_PINS, sampleCardState } from '../testing/sample-card.ts';
import { type TearPoint, TearSwitch } from './tear-switch.ts';

const SIGN = '802A008004DEADBEEF00';

interface Story {
  readonly target: 'auth' | 'sign';
  readonly proving: 'auth' | 'sign';
  readonly provingFiles: readonly [pin: string, key: string];
  readonly targetFiles: readonly [pin: string, key: string];
  readonly p2: number;
  readonly newPin: string;
  readonly locked: CardState;
}

const AUTH_FILES = ['0018', '0017'] as const;
const SIGN_FILES = ['001B', '001A'] as const;
const STORIES: readonly Story[] = [
  {
    target: 'auth',
    proving: 'sign',
    provingFiles: SIGN_FILES,
    targetFiles: AUTH_FILES,
    p2: RESET_AUTH_PIN,
    newPin: '8642',
    locked: sampleCardState({ auth: 0, sign: 2 }),
  },
  {
    target: 'sign',
    proving: 'auth',
    provingFiles: AUTH_FILES,
    targetFiles: SIGN_FILES,
    p2: RESET_SIGN_PIN,
    newPin: 'NEW789',
    locked: sampleCardState({ sign: 0, auth: 1 }),
  },
];

/** The kiosk's commands to the card, in the order of protocol.md; every one must succeed. */
async function wholeSequence(card: CardTerminal, story: Story): Promise<void> {
  const run = (...commands: string[]) => card.data(...commands);
  await run(JPKI, selectFile(story.provingFiles[0]), verify(SAMPLE_PINS[story.proving]));
  await run(selectFile(story.provingFiles[1]), SIGN);
  const host = await openHost(card);
  await run(hex(host.externalAuthenticate()));
  await run(hex(host.wrap(resetRetryCounter(story.p2))));
  await run(selectFile(story.targetFiles[0]), change(story.newPin), verify(story.newPin));
  await run(selectFile(story.targetFiles[1]), SIGN);
}

const COMMANDS = 13;

describe.each(STORIES)('R33: the card is torn away while the $target PIN is reset', (story) => {
  it(`at any of ${COMMANDS} commands, before or after it: one of three states, and the whole again finishes the job`, async () => {
    const seen = new Set<string>();
    for (let command = 1; command <= COMMANDS; command++) {
      for (const when of ['before', 'after'] as const) {
        const store = new MemoryCardStore(story.locked);
        await tornSequence(store, story, { when, command });
        seen.add(await stateOf(store, story));
        const again = await terminal({ store });
        await wholeSequence(again, story);
        expect(await stateOf(store, story)).toBe('set');
      }
    }
    expect([...seen].sort()).toEqual(['as it was', 'initialised', 'set']);
  });

  it('not at all: the sequence has no more commands than are torn above', async () => {
    const store = new MemoryCardStore(story.locked);
    await expect(tornSequence(store, story, { when: 'before', command: COMMANDS + 1 })).rejects.toThrow(
      'finished',
    );
  });
});

async function tornSequence(store: MemoryCardStore, story: Story, point: TearPoint): Promise<void> {
  const tear = new TearSwitch(await VirtualCard.insert({ store, random: osRandom }));
  await tear.powerOn();
  tear.arm(point);
  const finished = await wholeSequence(new CardTerminal(tear, store), story).then(
    () => true,
    (error: unknown) => {
      if (error instanceof CardGoneError) return false;
      throw error;
    },
  );
  if (finished) throw new Error('the sequence finished before the card was torn away');
}

/** Names the target's state; the proving PIN may only have got its tries back. */
async function stateOf(store: MemoryCardStore, story: Story): Promise<string> {
  const { pins } = (await store.load()).memory;
  const provingBefore = story.locked.memory.pins[story.proving].triesLeft;
  expect(pins[story.proving].triesLeft).toBeGreaterThanOrEqual(provingBefore);
  const { value, triesLeft } = pins[story.target];
  if (value === undefined) return 'initialised';
  const text = value.use((bytes) => String.fromCharCode(...bytes));
  if (text === story.newPin) return 'set';
  expect(text).toBe(SAMPLE_PINS[story.target]);
  expect(triesLeft).toBe(0);
  return 'as it was';
}
