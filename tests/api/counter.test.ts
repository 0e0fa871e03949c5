import { makeCard, personaCard } from '@kaijo/cli/installation';
import {
  type CounterSession,
  type CounterSessionRequest,
  OFFICE_ROUTES,
  OPERATOR_ROUTES,
  type PinKind,
} from '@kaijo/contract';
import { type CounterWritten, readCardAtCounter, resetAtCounter } from '@kaijo/procedures';
import { Secret } from '@kaijo/secret';
import type { TearPoint } from '@kaijo/virtual-card';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CardInHand, pinValue } from '../support/card-in-hand.ts';
import { IMPATIENT, PINS } from '../support/story.ts';
import { type Installation, install, NOON } from './support/installation.ts';
import { type Colleague, employ, ok, told } from './support/staff-browser.ts';

const KINDS: readonly PinKind[] = ['sign', 'auth', 'support', 'resident'];
const NEW: Readonly<Record<PinKind, string>> = {
  sign: 'COUNTER9',
  auth: '8264',
  support: '6173',
  resident: '3905',
};
const TRIES: Readonly<Record<PinKind, number>> = { sign: 5, auth: 3, support: 3, resident: 3 };

let of: Installation;
let clerk: Colleague;
let operator: Colleague;
/** Every PIN of it is locked; each test takes a copy. */
let locked: Awaited<ReturnType<typeof makeCard>>;

beforeAll(async () => {
  of = await install();
  clerk = await employ(of, 'clerk', 'clerk');
  operator = await employ(of, 'operator', 'operator');
  const pin = (kind: PinKind): Secret => Secret.ofAscii(PINS[kind]);
  locked = await makeCard(of.folder, {
    ...(await personaCard('hanako')),
    pins: { auth: pin('auth'), sign: pin('sign'), support: pin('support'), resident: pin('resident') },
    locked: KINDS,
    now: of.clock.now(),
  });
});
afterAll(() => of?.close());
beforeEach(async () => {
  of.clock.set(NOON);
  for (const one of [clerk, operator]) ok(await one.browser.signInWith(one.passkey));
});

async function read(card: CardInHand) {
  const channel = await card.connect();
  try {
    const found = await readCardAtCounter(channel);
    if (found.kind !== 'card') throw new Error(found.kind);
    return found;
  } finally {
    await channel.disconnect();
  }
}

async function open(card: CardInHand, pins: readonly PinKind[], change: Partial<CounterSessionRequest> = {}) {
  const { authCertificate } = await read(card);
  return clerk.browser.counter.open({
    authCertificate,
    pins: [...pins],
    identifiedBy: 'driving-licence',
    ...change,
  });
}

async function reset(
  card: CardInHand,
  session: CounterSession,
  pin: PinKind,
  by: Colleague = clerk,
): Promise<CounterWritten> {
  const { authCertificate } = await read(card);
  const channel = await card.connect();
  try {
    const newPin = Secret.ofAscii(NEW[pin]);
    const desk = { counter: by.browser.counter, patience: IMPATIENT };
    return await resetAtCounter(channel, desk, { session, pin, authCertificate, newPin });
  } finally {
    await channel.disconnect();
  }
}

const audit = async (kind: string) =>
  (await of.db.selectFrom('audit_entry').select(['subjects', 'data']).where('kind', '=', kind).execute()).map(
    ({ subjects, data }) => ({ ...JSON.parse(subjects), ...JSON.parse(data) }),
  );

async function expectNewPins(card: CardInHand, pins: readonly PinKind[]): Promise<void> {
  const memory = await card.memory();
  for (const kind of KINDS) {
    const record = memory.pins[kind];
    const isNew = pins.includes(kind);
    expect(pinValue(record), kind).toBe(isNew ? NEW[kind] : PINS[kind]);
    expect(record.triesLeft, kind).toBe(isNew ? TRIES[kind] : 0);
  }
}

describe('R34: the counter resets any of the four PINs', () => {
  it.each(
    KINDS,
  )('the %s PIN, and no other one; the receipt names it and the audit log who did it', async (pin) => {
    const card = await CardInHand.of(locked);
    const session = ok(await open(card, [pin]));
    const written = await reset(card, session, pin);
    expect(written).toMatchObject({ kind: 'completed', receipt: { pin } });
    await expectNewPins(card, [pin]);
    const [authorised] = (await audit('counter-session.authorised')).filter(
      (entry) => entry.counterSession === session.session,
    );
    expect(authorised).toMatchObject({ staff: 'clerk', targetPin: pin, identifiedBy: 'driving-licence' });
    const [completed] = (await audit('counter-session.completed')).filter(
      (entry) => entry.counterSession === session.session,
    );
    expect(completed).toMatchObject({ staff: 'clerk', targetPin: pin });
  });

  it('both JPKI PINs forgotten, and the others too: one identification, four resets', async () => {
    const card = await CardInHand.of(locked);
    const session = ok(await open(card, KINDS));
    for (const pin of KINDS) expect((await reset(card, session, pin)).kind, pin).toBe('completed');
    await expectNewPins(card, KINDS);
    const shown = ok(await clerk.browser.counter.show(session.session));
    expect(shown.resets.map(({ state }) => state)).toEqual(Array(4).fill('completed'));
  });

  it('tells the tries left of all four without spending one (R10)', async () => {
    const card = await CardInHand.of(locked);
    const { pins } = await read(card);
    expect(pins).toEqual(Object.fromEntries(KINDS.map((kind) => [kind, { kind: 'no-tries-left' }])));
    await expectNewPins(card, []);
  });

  it('resets nothing that was not asked for at the identification', async () => {
    const card = await CardInHand.of(locked);
    const session = ok(await open(card, ['support']));
    expect(await reset(card, session, 'resident')).toMatchObject({ kind: 'refused' });
    await expectNewPins(card, []);
  });

  it('refuses another card than the one that was on the reader at the identification', async () => {
    const card = await CardInHand.of(locked);
    const other = await of.card('taro');
    const session = ok(await open(card, ['auth']));
    const changed = await reset(await CardInHand.of(other.state), session, 'auth');
    expect(changed).toMatchObject({ kind: 'refused', problem: { reason: 'another-certificate' } });
  });

  it('an identification stands for half an hour', async () => {
    const card = await CardInHand.of(locked);
    const session = ok(await open(card, ['auth']));
    of.clock.advance(30 * 60_000 - 1);
    // The clerk has been busy elsewhere: the sign-in is older than its idle time.
    ok(await clerk.browser.signInWith(clerk.passkey));
    of.clock.advance(1);
    expect(await reset(card, session, 'auth')).toMatchObject({
      kind: 'refused',
      problem: { type: '/problems/challenge-expired' },
    });
    await expectNewPins(card, []);
  });

  it('R42: a stopped card generation stops at the counter too; R36: so does maintenance of everything', async () => {
    const card = await CardInHand.of(locked);
    const { generation } = (await personaCard('hanako')).holder;
    const stop = { scope: 'card-generation', subject: generation, sentence: { ja: '停止しています。' } };
    const { id } = ok(await operator.browser.call(OFFICE_ROUTES.setSwitch, { body: stop })) as { id: string };
    const session = await open(card, ['auth']);
    ok(await operator.browser.call(OFFICE_ROUTES.removeSwitch, { id }));
    expect(told(session)).toBe('stopped');
    const at = (minutes: number) => new Date(of.clock.now().getTime() + minutes * 60_000).toISOString();
    const window = { startsAt: at(0), endsAt: at(5), scope: 'all', sentence: { ja: '点検中です。' } };
    const announced = ok(
      await operator.browser.call(OFFICE_ROUTES.announceMaintenance, { body: window }),
    ) as { id: string };
    expect(told(await open(card, ['auth']))).toBe('maintenance');
    ok(await operator.browser.call(OFFICE_ROUTES.withdrawMaintenance, { id: announced.id }));
  });
});

describe('R33: the card is taken away at the counter', () => {
  it.each(
    KINDS,
  )('%s PIN: before and after every command it is in one of three states, and the same session finishes', async (pin) => {
    const whole = await CardInHand.of(locked);
    const before = whole.tear.commands;
    const first = ok(await open(whole, [pin]));
    const opened = whole.tear.commands;
    expect((await reset(whole, first, pin)).kind).toBe('completed');
    const readingAgain = opened - before;
    const commands = whole.tear.commands - opened - readingAgain;
    expect(commands).toBeGreaterThan(6);
    const states = new Set<string>();
    for (let command = 1; command <= commands; command++) {
      for (const when of ['before', 'after'] as const) {
        const point: TearPoint = { when, command };
        const label = `${when} ${command} of ${commands}`;
        const card = await CardInHand.of(locked);
        const session = ok(await open(card, [pin]));
        const torn = await tornAt(card, session, pin, point);
        expect(torn.kind, label).toBe('card-gone');
        const state = await stateOf(card, pin);
        states.add(state);
        if (torn.kind !== 'completed') expect(possible(torn.state), label).toContain(state);
        expect((await reset(card, session, pin)).kind, label).toBe('completed');
        await expectNewPins(card, [pin]);
      }
    }
    expect(states).toEqual(new Set(['unchanged', 'initialised', 'set']));
  });

  async function tornAt(card: CardInHand, session: CounterSession, pin: PinKind, point: TearPoint) {
    const { authCertificate } = await read(card);
    const channel = await card.connect();
    card.tear.arm(point);
    const newPin = Secret.ofAscii(NEW[pin]);
    const desk = { counter: clerk.browser.counter, patience: IMPATIENT };
    const written = await resetAtCounter(channel, desk, { session, pin, authCertificate, newPin });
    await channel.disconnect().catch(() => {});
    return written;
  }

  async function stateOf(card: CardInHand, pin: PinKind): Promise<'unchanged' | 'initialised' | 'set'> {
    const record = (await card.memory()).pins[pin];
    const value = pinValue(record);
    if (value === undefined) return 'initialised';
    if (value === PINS[pin] && record.triesLeft === 0) return 'unchanged';
    expect(value, 'a value that nobody typed').toBe(NEW[pin]);
    return 'set';
  }

  function possible(state: Exclude<CounterWritten, { kind: 'completed' }>['state']): readonly string[] {
    return state.kind === 'between' ? state.states : [state.kind];
  }
});

describe('R31: a reset counts as done only when the card itself shows it', () => {
  it('an initialised PIN that was not set is not attested, whatever the counter’s computer says', async () => {
    const card = await CardInHand.of(locked);
    const session = ok(await open(card, ['support']));
    const { authCertificate } = await read(card);
    const channel = await card.connect();
    const send = async (commands: readonly string[]) => {
      const responses: string[] = [];
      for (const command of commands)
        responses.push(
          Buffer.from(await channel.transmit(Buffer.from(command, 'base64url'))).toString('base64url'),
        );
      return responses;
    };
    const { counter } = clerk.browser;
    const pin = 'support';
    await channel.transmit(Buffer.from('00A4040C0AD3921000310001010408', 'hex'));
    const begun = ok(await counter.begin(session.session, { pin }));
    const authorised = ok(
      await counter.authorise(session.session, {
        pin,
        authCertificate,
        responses: await send(begun.commands),
      }),
    );
    const responses = await send(authorised.commands);
    // CHANGE REFERENCE DATA is left out.
    const opening = await send(authorised.attestation ?? []);
    const attest = ok(await counter.attest(session.session, { pin, responses, opening }));
    const proof = { kind: 'attestation', responses: await send(attest.commands) } as const;
    expect(told(await counter.complete(session.session, { pin, proof }))).toBe('card-refused not-set');
    const forged = { kind: 'attestation' as const, responses: [proof.responses[0] ?? '', 'Y8M'] };
    expect(told(await counter.complete(session.session, { pin, proof: forged }))).toBe(
      'card-refused bad-r-mac',
    );
    const shown = ok(await counter.show(session.session));
    expect(shown.resets).toEqual([{ pin: 'support', state: 'attesting' }]);
  });

  it('what was decided for one application is worth nothing in the other, though both number their PIN alike', async () => {
    const card = await CardInHand.of(locked);
    const session = ok(await open(card, ['support']));
    const { authCertificate } = await read(card);
    const channel = await card.connect();
    await channel.transmit(Buffer.from('00A4040C0AD3921000310001010401', 'hex'));
    const begun = ok(await clerk.browser.counter.begin(session.session, { pin: 'support' }));
    const response = await channel.transmit(Buffer.from(begun.commands[0] ?? '', 'base64url'));
    const authorised = await clerk.browser.counter.authorise(session.session, {
      pin: 'support',
      authCertificate,
      responses: [Buffer.from(response).toString('base64url')],
    });
    expect(told(authorised)).toBe('card-refused another-application');
    await expectNewPins(card, []);
  });
});

describe('R35: a second person where the operator asks for one', () => {
  const demand = (secondPerson: boolean) =>
    of.operator.call(OPERATOR_ROUTES.changeSettings, {
      body: { settings: { counter: { secondPerson } }, staff: 'test' },
    });
  const confirmWith = async (session: CounterSession, colleague: Colleague, about = session) => {
    const { counter } = clerk.browser;
    const { ceremony, options } = ok(await counter.beginSecondPerson(about.session));
    return counter.confirmSecondPerson(session.session, {
      ceremony,
      response: colleague.passkey.assert(options),
    });
  };

  it('nothing is authorised before another one has confirmed with the own passkey; the same person is refused', async () => {
    await demand(true);
    const colleague = await employ(of, 'second-clerk', 'clerk');
    const auditor = await employ(of, 'second-auditor', 'auditor');
    const card = await CardInHand.of(locked);
    const session = ok(await open(card, ['auth']));
    expect(session.secondPerson).toBe('needed');
    expect(await reset(card, session, 'auth')).toMatchObject({
      kind: 'refused',
      problem: { type: '/problems/not-permitted', reason: 'second-person-needed' },
    });
    expect(told(await confirmWith(session, clerk))).toBe('not-permitted same-person');
    expect(told(await confirmWith(session, auditor))).toBe('not-permitted role');
    const other = ok(await open(card, ['sign']));
    expect(told(await confirmWith(session, colleague, other))).toBe('not-authorised');
    await expectNewPins(card, []);

    const confirmed = ok(await confirmWith(session, colleague));
    await demand(false);
    expect(confirmed.secondPerson).toBe('confirmed');
    expect((await reset(card, confirmed, 'auth')).kind).toBe('completed');
    const entries = await audit('counter-session.confirmed');
    expect(entries).toMatchObject([{ staff: 'clerk', by: 'second-clerk' }]);
  });

  it('another clerk cannot go on with the session, nor can an operator', async () => {
    const card = await CardInHand.of(locked);
    const session = ok(await open(card, ['auth']));
    const colleague = await employ(of, 'third-clerk', 'clerk');
    expect(await reset(card, session, 'auth', colleague)).toMatchObject({
      problem: { type: '/problems/challenge-expired' },
    });
    expect(await reset(card, session, 'auth', operator)).toMatchObject({
      problem: { type: '/problems/not-permitted', reason: 'role' },
    });
    await expectNewPins(card, []);
  });
});

describe('what a clerk may know of a card, and lift (R22)', () => {
  it('reservation and restriction, without a name', async () => {
    const card = await CardInHand.of(locked);
    const { authCertificate } = await read(card);
    expect(ok(await clerk.browser.counter.lookUp({ authCertificate }))).toEqual({});
    const lifted = await clerk.browser.call(OFFICE_ROUTES.liftRestriction, {
      body: { authCertificate, identifiedBy: 'passport' },
    });
    expect(ok(lifted)).toEqual({ lifted: [] });
  });
});
