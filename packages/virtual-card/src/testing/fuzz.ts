import { triesLeftOf } from '@kaijo/iso7816';
import fc from 'fast-check';
import { expect } from 'vitest';
import { APPLICATIONS } from '../card/applications.ts';
import { PIN_NAMES, PIN_RULES, type PinName } from '../card/pins.ts';
import type { CardMemory, PinRecord } from '../state/card-state.ts';
import {
  type CardTerminal,
  change,
  FACE,
  JPKI,
  RESIDENT,
  SUPPORT,
  selectFile,
  verify,
} from './card-terminal.ts';
import { SAMPLE_PINS } from './sample-card.ts';

/** Header bytes that mean something to the card, and any others. */
const cla = fc.oneof(fc.constantFrom(0x00, 0x80, 0x84), fc.nat(0xff));
const ins = fc.oneof(fc.constantFrom(0x20, 0x24, 0x2a, 0x2c, 0x50, 0x82, 0x84, 0xa4, 0xb0), fc.nat(0xff));
const p1 = fc.oneof(fc.constantFrom(0x00, 0x01, 0x02, 0x03, 0x04, 0x11, 0x8a), fc.nat(0xff));
const p2 = fc.oneof(fc.constantFrom(0x00, 0x0c, 0x80, 0x91, 0x98, 0x9b), fc.nat(0xff));
const aid = fc.constantFrom(...APPLICATIONS.map((application) => [...application.aid]));
const fileId = fc
  .constantFrom(0x01, 0x02, 0x06, 0x0a, 0x11, 0x12, 0x13, 0x17, 0x18, 0x1a, 0x1b)
  .map((id) => [0, id]);
const ascii = (text: string) => [...new TextEncoder().encode(text)];
const pin = fc.constantFrom(...Object.values(SAMPLE_PINS), '0000', 'abc123').map(ascii);
const body = fc.oneof(aid, fileId, pin, fc.array(fc.nat(0xff), { maxLength: 40 }));

/** A command whose length fields fit. */
const wellFormed = fc
  .record({ cla, ins, p1, p2, body: fc.option(body), le: fc.option(fc.nat(0xff)) })
  .map((c) =>
    Uint8Array.from([
      c.cla,
      c.ins,
      c.p1,
      c.p2,
      ...(c.body !== null && c.body.length > 0 ? [c.body.length, ...c.body] : []),
      ...(c.le !== null ? [c.le] : []),
    ]),
  );

/** A command that was cut, lengthened or changed. */
const malformed = fc
  .tuple(wellFormed, fc.nat(60), fc.array(fc.nat(0xff), { maxLength: 6 }))
  .map(([bytes, keep, more]) => Uint8Array.from([...bytes.slice(0, keep), ...more]));

const likely = fc
  .constantFrom(
    JPKI,
    FACE,
    SUPPORT,
    RESIDENT,
    ...['0018', '001B', '0017', '001A', '0011', '0012', '0001'].map(selectFile),
    ...[SAMPLE_PINS.auth, SAMPLE_PINS.sign, '0000', 'WRONG1'].map(verify),
    ...['8642', 'NEW789', '12'].map(change),
    '802A008004DEADBEEF00',
    '8050000008000102030405060700',
  )
  .map((command) => Uint8Array.from(Buffer.from(command, 'hex')));

/** Commands as a hostile reader sends them: most mean something, all may. */
export const anyCommand: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 4, arbitrary: likely },
  { weight: 3, arbitrary: wellFormed },
  { weight: 1, arbitrary: malformed },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
);

/** R33: as it was is excluded here (it was reset), so it is initialised or set with all or fewer tries. */
export async function assertThreeStates(card: CardTerminal, name: PinName): Promise<void> {
  const record = (await card.store.load()).memory.pins[name];
  if (record.value === undefined) expect(record.triesLeft).toBe(PIN_RULES[name].tries);
  else
    expect(record.value.use((bytes) => PIN_RULES[name].shape?.test(String.fromCharCode(...bytes)))).toBe(
      true,
    );
}

const HEADER_LENGTH = 4;
const INS_VERIFY = 0x20;
const INS_CHANGE = 0x24;

/** What one command without the issuer's MAC may do to the card's memory (R9, R33). */
export function assertAllowed(command: Uint8Array, sw: number, before: CardMemory, after: CardMemory): void {
  const changed = PIN_NAMES.filter((name) => !sameRecord(before.pins[name], after.pins[name]));
  expect(changed.length, 'one command touches one PIN').toBeLessThanOrEqual(1);
  const [name] = changed;
  if (command.length > HEADER_LENGTH && triesLeftOf(sw) !== undefined)
    expect(name, 'a wrong try costs one').toBeDefined();
  if (name === undefined) return;
  const [was, is] = [before.pins[name], after.pins[name]];
  if (command[1] === INS_VERIFY) {
    expect(is.value?.equals(was.value as never)).toBe(true);
    const expected = sw === 0x9000 ? PIN_RULES[name].tries : was.triesLeft - 1;
    expect(is.triesLeft).toBe(expected);
    if (sw !== 0x9000) expect(sw).toBe(0x63c0 + is.triesLeft);
  } else {
    expect(command[1]).toBe(INS_CHANGE);
    expect(sw).toBe(0x9000);
    expect(is.triesLeft).toBe(PIN_RULES[name].tries);
  }
}

function sameRecord(a: PinRecord, b: PinRecord): boolean {
  if (a.triesLeft !== b.triesLeft) return false;
  return a.value === undefined || b.value === undefined ? a.value === b.value : a.value.equals(b.value);
}
