import { createKioskClient, type TargetPin } from '@kaijo/contract';
import { fromHex } from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import { describe, expect, it } from 'vitest';
import { type ScriptedAnswer, ScriptedService } from '../test-support/scripted-service.ts';
import { CARD_PINS, type TestCard, testCard } from '../test-support/test-card.ts';
import { memoryOutbox } from './completion-outbox.ts';
import { KioskReset } from './kiosk-reset.ts';

const SESSION = 'd76fa946-38f2-4ef3-b790-515d400c05d3';
const VERIFY = 0x20;
const INITIALIZE_UPDATE = '8050010008010203040506070800';
const pin = (text: string): Secret => Secret.ofAscii(text);

function opened(targetPin: TargetPin, command = INITIALIZE_UPDATE): ScriptedAnswer {
  const body = {
    session: SESSION,
    targetPin,
    nonce: Buffer.alloc(32, 7).toString('base64url'),
    commands: [Buffer.from(command, 'hex').toString('base64url')],
    steps: ['prove', 'new-pin', 'write'],
    reservedUntil: '2026-03-10T12:00:00+09:00',
    finishBy: '2026-03-11T23:00:00+09:00',
    heldUntil: '2026-03-10T12:00:00+09:00',
    resumed: false,
    newPinPolicy: { weakPins: ['1234'], refuseBirth: true },
  };
  return { status: 201, body };
}
const LET_GO: ScriptedAnswer = { status: 200, body: {} };

async function begin(card: TestCard, service: ScriptedService) {
  let minute = 0;
  return KioskReset.begin(card.channel, {
    kiosk: createKioskClient({ baseUrl: 'https://service', fetch: service.fetch }),
    outbox: memoryOutbox(),
    patience: { attempts: 3, firstWait: 0, sleep: async () => {} },
    now: () => new Date(Date.UTC(2026, 2, 10, 3, minute++)),
  });
}

async function ready(card: TestCard, service: ScriptedService): Promise<KioskReset> {
  const begun = await begin(card, service);
  if (begun.kind !== 'ready') throw new Error(begun.kind);
  return begun.reset;
}

const messages = ({ heard }: ScriptedService): string[] =>
  heard.map(({ method, path }) => `${method} ${path.replace(SESSION, ':id')}`);

const verifies = ({ instructions }: TestCard): number => instructions.filter((one) => one === VERIFY).length;

describe('a card is laid on the reader', () => {
  it('tells the reserved PIN and the tries left of the other one, and spends none (R10)', async () => {
    const card = await testCard({ tries: { auth: 2 } });
    const reset = await ready(card, new ScriptedService(opened('sign')));
    expect(reset.targetPin).toBe('sign');
    expect(reset.provingPinState).toEqual({ kind: 'tries', left: 2 });
    expect(await card.triesLeft('auth')).toBe(2);
  });

  it('asks again for a lost answer with the very same message, though the clock goes on', async () => {
    const service = new ScriptedService('lost', 'lost', opened('sign'));
    await ready(await testCard(), service);
    expect(service.heard[1]).toEqual(service.heard[0]);
    expect(service.heard[2]).toEqual(service.heard[0]);
  });

  it('R11: with a locked proving PIN the reservation is let go, and the counter is the way', async () => {
    const service = new ScriptedService(opened('sign'), LET_GO);
    const card = await testCard({ tries: { auth: 0 } });
    expect(await begin(card, service)).toEqual({ kind: 'proving-pin-locked' });
    expect(messages(service)).toEqual(['POST /v1/kiosk/sessions', 'DELETE /v1/kiosk/sessions/:id']);
    expect(verifies(card)).toBe(1);
  });

  it('R41: without certificates nobody is asked', async () => {
    const service = new ScriptedService();
    expect(await begin(await testCard({ withoutCertificates: true }), service)).toEqual({
      kind: 'no-certificate',
    });
    expect(service.heard).toEqual([]);
  });

  it('R32: taken away after the reservation was found, it is let go for another kiosk', async () => {
    const card = await testCard();
    const probe = await testCard();
    await ready(probe, new ScriptedService(opened('sign')));
    card.tear.arm({ when: 'before', command: probe.instructions.length });
    const service = new ScriptedService(opened('sign'), LET_GO);
    expect(await begin(card, service)).toEqual({ kind: 'card-gone' });
    expect(messages(service)).toEqual(['POST /v1/kiosk/sessions', 'DELETE /v1/kiosk/sessions/:id']);
  });

  it.each(['no-reservation', 'outside-hours', 'not-offered-here'] as const)('is told %s', async (problem) => {
    expect(await begin(await testCard(), new ScriptedService({ problem }))).toMatchObject({
      kind: 'refused',
      problem: { type: `/problems/${problem}` },
    });
  });

  it('is told when the service does not answer', async () => {
    expect(await begin(await testCard(), new ScriptedService('lost', 'lost', 'lost'))).toEqual({
      kind: 'unreachable',
    });
  });
});

describe('the proving PIN', () => {
  it('wrong, costs one try and may be typed again', async () => {
    const card = await testCard();
    const reset = await ready(card, new ScriptedService(opened('sign')));
    expect(await reset.prove(pin('0000'))).toEqual({ kind: 'wrong', triesLeft: 2 });
    expect(await reset.prove(pin(CARD_PINS.auth))).toEqual({ kind: 'proven' });
    expect(await card.triesLeft('auth')).toBe(3);
  });

  it('of the wrong shape, never reaches the card (R10)', async () => {
    const card = await testCard();
    const reset = await ready(card, new ScriptedService(opened('sign')));
    const before = verifies(card);
    expect((await reset.prove(pin('12345'))).kind).toBe('wrong-shape');
    expect(verifies(card)).toBe(before);
  });

  it('R11: locked by the last try, ends the session and lets the reservation go', async () => {
    const service = new ScriptedService(opened('sign'), LET_GO);
    const reset = await ready(await testCard({ tries: { auth: 1 } }), service);
    expect(await reset.prove(pin('0000'))).toEqual({ kind: 'locked', byThisTry: true });
    expect(messages(service).at(-1)).toBe('DELETE /v1/kiosk/sessions/:id');
  });
});

describe('the new PIN is judged before anything is written (R8, R12)', () => {
  it('by its shape', async () => {
    const reset = await ready(await testCard(), new ScriptedService(opened('sign')));
    expect(reset.checkNewPin(pin('SHORT'))).toMatchObject({ kind: 'wrong-shape' });
    expect(reset.checkNewPin(pin('LONG3NOUGH'))).toEqual({ kind: 'acceptable' });
    await expect(reset.write(pin('SHORT'))).rejects.toThrow('not checked');
  });

  it('by the operator’s list', async () => {
    const reset = await ready(await testCard(), new ScriptedService(opened('auth')));
    expect(reset.checkNewPin(pin('1234'))).toMatchObject({ kind: 'weak' });
    expect(reset.checkNewPin(pin('8305'))).toEqual({ kind: 'acceptable' });
  });
});

describe('writing', () => {
  const CHANGE_REFERENCE_DATA = 0x24;
  const NEW_PIN = 'NEW2SECRET';

  async function write(...answers: readonly ScriptedAnswer[]) {
    const card = await testCard({ tries: { sign: 0 } });
    const reset = await ready(card, new ScriptedService(...answers));
    await reset.prove(pin(CARD_PINS.auth));
    const written = await reset.write(pin(NEW_PIN));
    expect(card.instructions).not.toContain(CHANGE_REFERENCE_DATA);
    expect(await card.triesLeft('sign')).toBe(0);
    return { written, card };
  }

  it('comes after the proof', async () => {
    const reset = await ready(await testCard(), new ScriptedService(opened('sign')));
    await expect(reset.write(pin(NEW_PIN))).rejects.toThrow('prove comes before write');
  });

  it.each([
    'outside-hours',
    'reservation-in-use',
    'signature-invalid',
  ] as const)('refused as %s, nothing is changed', async (problem) => {
    const { written } = await write(opened('sign'), { problem });
    expect(written).toMatchObject({ kind: 'refused', state: { kind: 'unchanged' } });
  });

  it('without an answer, nothing is changed', async () => {
    const { written } = await write(opened('sign'), 'lost', 'lost', 'lost');
    expect(written).toEqual({ kind: 'unreachable', state: { kind: 'unchanged' } });
  });

  it('with commands that the card refuses, nothing is changed', async () => {
    const commands = [`8482110010${'00'.repeat(16)}`, `842C039B08${'00'.repeat(8)}`];
    const encoded = commands.map((hex) => Buffer.from(fromHex(hex)).toString('base64url'));
    const { written } = await write(opened('sign'), { status: 200, body: { commands: encoded } });
    expect(written).toEqual({ kind: 'card-refused', state: { kind: 'unchanged' } });
  });

  it.each([
    ['a VERIFY', '002000800431323334'],
    ['a signature', '802A0080040102030400'],
    ['a new PIN', '002401800431323334'],
  ])('%s that the service sends instead of the issuer’s commands never reaches the card', async (_, command) => {
    const { written, card } = await write(opened('sign', command));
    expect(written).toEqual({ kind: 'card-refused', state: { kind: 'unchanged' } });
    expect(await card.triesLeft('auth')).toBe(3);
  });
});
