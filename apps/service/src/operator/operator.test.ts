import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  call,
  OPERATOR_ROUTES,
  type OperatorRouteName,
  type Route,
  type SettingsChange,
  type SwitchRequest,
  toBase64Url,
} from '@kaijo/contract';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestCard, TestIssuer } from '../certificates/test-issuer.ts';
import { transaction } from '../database/index.ts';
import { findAdmittedKiosk, KioskAuthority } from '../kiosk-trust/index.ts';
import { systemRandom } from '../random.ts';
import { makeReservation } from '../reservation/index.ts';
import { appReference, checkRestricted, recordFaceOutcome } from '../restriction/index.ts';
import { DEMO_STORE, insertChainsOf2026, seedDemoStores } from '../stores/index.ts';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { listenForTest, type TestListener } from '../testing/test-listener.ts';
import { operatorEndpoints } from './index.ts';

const NOW = new Date('2026-03-01T12:00:00+09:00');
const clock = { at: NOW, now: () => clock.at };
const keys = {
  reference: async (kind: string, bytes: Uint8Array) => `${kind}:${Buffer.from(bytes).toString('hex')}`,
  auditPublicKey: async () => new Uint8Array(32),
};

let database: TestDatabase;
let issuer: TestIssuer;
let folder: string;
let listener: TestListener;

beforeAll(async () => {
  database = await openTestDatabase();
  issuer = await TestIssuer.open(NOW);
  folder = await mkdtemp(join(tmpdir(), 'kaijo-operator-'));
  const authority = await KioskAuthority.open(join(folder, 'authority'), {
    random: systemRandom,
    now: clock.now,
  });
  const { db } = database;
  const endpoints = operatorEndpoints({
    db,
    clock,
    random: systemRandom,
    keys,
    certificates: issuer.certificates(),
    kioskTrust: { authority, url: () => 'https://kiosk.example:8443' },
  });
  listener = await listenForTest({ name: 'operator', endpoints, db, clock });
});
afterAll(async () => {
  await listener.close();
  await database.close();
  await issuer.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await database.clear();
  await insertChainsOf2026.up(database.db);
  await transaction(database.db, seedDemoStores);
  clock.at = NOW;
});

interface Told {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the test looks into whatever was answered
  readonly body: any;
}

/** Calls a route as the operator's programs do, and holds every success against the contract. */
async function ask(
  name: OperatorRouteName,
  request: { id?: string; query?: Record<string, string>; body?: unknown; idempotencyKey?: string } = {},
): Promise<Told> {
  const route: Route = OPERATOR_ROUTES[name];
  const outcome = await call({ baseUrl: listener.url, fetch, language: 'en' }, route, request);
  if (outcome.kind === 'unreachable') throw new Error('unreachable');
  if (outcome.kind === 'problem') return { status: outcome.problem.status, body: outcome.problem };
  const schema = route.answers[outcome.status];
  expect(schema !== undefined && Value.Check(schema, outcome.body)).toBe(true);
  return outcome;
}

const staff = 's-17';
const entries = async () =>
  (await database.db.selectFrom('audit_entry').select(['kind', 'subjects']).orderBy('at').execute()).map(
    ({ kind, subjects }) => ({ kind, ...JSON.parse(subjects) }),
  );

describe('R36: maintenance windows', () => {
  const window = {
    startsAt: '2026-03-01T20:00:00+09:00',
    endsAt: '2026-03-01T21:00:00+09:00',
    scope: 'kiosk',
    sentence: { ja: '定期メンテナンスです。' },
  };

  it('are announced, listed until they are over, and taken back', async () => {
    const announced = await ask('announceMaintenance', { body: { ...window, staff } });
    expect(announced).toMatchObject({
      status: 201,
      body: { startsAt: '2026-03-01T11:00:00.000Z', scope: 'kiosk' },
    });
    expect((await ask('listMaintenance')).body.maintenance).toEqual([announced.body]);
    clock.at = new Date('2026-03-01T21:00:00+09:00');
    expect((await ask('listMaintenance')).body.maintenance).toEqual([]);
    clock.at = NOW;
    const { id } = announced.body;
    expect((await ask('withdrawMaintenance', { id, body: { staff } })).status).toBe(200);
    expect((await ask('listMaintenance')).body.maintenance).toEqual([]);
    expect(await entries()).toEqual([
      { kind: 'maintenance.announced', maintenance: id, staff },
      { kind: 'maintenance.withdrawn', maintenance: id, staff },
    ]);
  });

  it('are announced once when the answer was lost and the call is made again', async () => {
    const again = { body: { ...window, staff }, idempotencyKey: randomUUID() };
    const first = await ask('announceMaintenance', again);
    expect(await ask('announceMaintenance', again)).toEqual(first);
    expect((await ask('listMaintenance')).body.maintenance).toHaveLength(1);
  });

  it.each([
    [{ endsAt: window.startsAt }, 'body/endsAt', 'is not after startsAt'],
    [
      { startsAt: '2026-02-01T00:00:00+09:00', endsAt: '2026-03-01T12:00:00+09:00' },
      'body/endsAt',
      'is over',
    ],
    [{ startsAt: 'tomorrow' }, 'body/startsAt', undefined],
    [{ scope: 'everything' }, 'body/scope', undefined],
    [{ sentence: { en: 'no Japanese' } }, 'body/sentence/ja', undefined],
    [{ staff: undefined }, 'body/staff', undefined],
  ])('refuses %j', async (change, field, message) => {
    const { status, body } = await ask('announceMaintenance', { body: { ...window, staff, ...change } });
    expect([status, body.type, body.errors[0].field]).toEqual([400, '/problems/invalid-request', field]);
    if (message !== undefined) expect(body.errors[0].message).toBe(message);
    expect((await ask('listMaintenance')).body.maintenance).toEqual([]);
    expect(await entries()).toEqual([]);
  });
});

describe('R42: stop switches', () => {
  const stop = (change: Partial<SwitchRequest> = {}) =>
    ask('setSwitch', {
      body: { scope: 'chain', subject: 'lawson', sentence: { ja: '停止中です。' }, staff, ...change },
    });

  it('are set at once, and let go', async () => {
    const set = await stop();
    expect(set.status).toBe(201);
    await stop({ scope: 'card-generation', subject: '2019' });
    expect((await ask('listSwitches')).body.switches).toMatchObject([
      { scope: 'card-generation', subject: '2019' },
      { scope: 'chain', subject: 'lawson', sentence: { ja: '停止中です。' } },
    ]);
    await ask('removeSwitch', { id: set.body.id, body: { staff } });
    expect((await ask('listSwitches')).body.switches).toHaveLength(1);
    expect((await entries()).map(({ kind }) => kind)).toEqual(['switch.set', 'switch.set', 'switch.removed']);
  });

  it('are one for each subject: a second one changes the sentence', async () => {
    const first = await stop();
    const second = await stop({ sentence: { ja: 'しばらく停止します。' } });
    expect(second.body.id).toBe(first.body.id);
    expect((await ask('listSwitches')).body.switches).toEqual([second.body]);
  });

  it('say why in each of the seven languages, and in no other', async () => {
    const sentence = {
      ja: '停止中です。',
      'ja-easy': 'いま つかえません。',
      en: 'Stopped.',
      'zh-Hans': '已停止。',
      ko: '중지되었습니다.',
      vi: 'Đã dừng.',
      'pt-BR': 'Suspenso.',
    };
    await stop({ sentence });
    expect((await ask('listSwitches')).body.switches[0].sentence).toEqual(sentence);
    expect((await stop({ sentence: { ...sentence, fr: 'Arrêté.' } as never })).status).toBe(400);
    expect((await stop({ sentence: { en: 'Stopped.' } as never })).status).toBe(400);
  });

  it('can be let go twice', async () => {
    const { status } = await ask('removeSwitch', { id: randomUUID(), body: { staff } });
    expect(status).toBe(200);
    expect(await entries()).toEqual([]);
  });
});

describe('R22: staff lift a restriction after checking the person', () => {
  const app = randomUUID();
  let card: TestCard;
  beforeAll(async () => {
    card = await issuer.issueCard();
  });
  beforeEach(async () => {
    const appRef = await appReference(keys, app);
    for (let i = 0; i < 5; i++)
      await transaction(database.db, (tx) =>
        recordFaceOutcome(tx, { cardRef: card.ref, appRef, outcome: 'mismatch', now: NOW }),
      );
  });

  const lift = (body: object) =>
    ask('liftRestriction', { body: { staff, identifiedBy: 'driving licence', ...body } });
  const standing = async () =>
    checkRestricted(database.db, { cardRef: card.ref, appRef: await appReference(keys, app) }, NOW);

  it('of the card on the reader and of the app that the holder shows, whatever the UUID’s spelling', async () => {
    const authCertificate = toBase64Url(card.auth.raw);
    expect((await lift({ authCertificate })).body).toEqual({ lifted: ['card'] });
    expect((await standing()).kind).toBe('restricted');
    expect((await lift({ appInstance: app.toUpperCase() })).body).toEqual({ lifted: ['app'] });
    expect(await standing()).toEqual({ kind: 'free', triesLeft: 5 });
    expect((await lift({ authCertificate, appInstance: app })).body).toEqual({ lifted: [] });
    expect((await entries()).filter(({ kind }) => kind === 'restriction.lifted')).toMatchObject([
      { card: card.ref, staff },
      { app: `app:${app.replaceAll('-', '')}`, staff },
    ]);
  });

  it('does nothing for nobody, for a card that nobody knows, or where the operator forbids it', async () => {
    expect((await lift({})).body.errors[0].field).toBe('body/authCertificate');
    const stranger = await TestIssuer.open(NOW);
    const { raw } = (await stranger.issueCard()).auth;
    await stranger.close();
    expect((await lift({ authCertificate: toBase64Url(raw) })).body).toMatchObject({
      type: '/problems/certificate-untrusted',
      reason: 'not-in-directory',
    });
    await ask('changeSettings', {
      body: { settings: { restriction: { days: 7, mayBeLifted: false } }, staff },
    });
    expect((await lift({ appInstance: app })).body.reason).toBe('lifting-switched-off');
    expect((await standing()).kind).toBe('restricted');
  });
});

describe('R12, R22, R44: settings', () => {
  it('are shown with their defaults and changed one by one', async () => {
    const before = (await ask('showSettings')).body;
    expect(before).toMatchObject({ restriction: { days: 7 }, newPinPolicy: { refuseBirth: true } });
    const change: SettingsChange = {
      settings: { newPinPolicy: { weakPins: [], refuseBirth: false } },
      staff,
    };
    expect((await ask('changeSettings', { body: change })).body).toEqual({ ...before, ...change.settings });
    expect(await entries()).toEqual([{ kind: 'setting.changed', staff }]);
  });

  it.each([
    {},
    { unknown: {} },
    { restriction: { days: 0, mayBeLifted: true } },
    { restriction: { days: 7 } },
    { newPinPolicy: { weakPins: ['123'], refuseBirth: true } },
    { terms: { version: '' } },
  ])('refuses %j and changes nothing', async (settings) => {
    const before = (await ask('showSettings')).body;
    expect((await ask('changeSettings', { body: { settings, staff } })).status).toBe(400);
    expect((await ask('showSettings')).body).toEqual(before);
  });
});

describe('R39: the audit log', () => {
  it('is searched for the history of a setting: who changed what, when', async () => {
    await ask('changeSettings', { body: { settings: { counter: { secondPerson: true } }, staff } });
    clock.at = new Date(NOW.getTime() + 1);
    await ask('changeSettings', { body: { settings: { counter: { secondPerson: false } }, staff: 's-18' } });
    const { entries: found } = (await ask('searchAudit', { query: { kind: 'setting.changed' } })).body;
    expect(found.map(({ subjects, data }: { subjects: object; data: object }) => [subjects, data])).toEqual([
      [{ staff: 's-18' }, { name: 'counter', value: { secondPerson: false } }],
      [{ staff }, { name: 'counter', value: { secondPerson: true } }],
    ]);
    expect((await ask('searchAudit', { query: { kind: 'DROP' } })).status).toBe(400);
  });
});

describe('kiosks', () => {
  const publicKey = () =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'pem', type: 'spki' });
  const enrol = (change: object = {}) =>
    ask('enrolKiosk', { body: { store: DEMO_STORE, publicKey: publicKey(), staff, ...change } });
  const admitted = (certificate: string) => {
    const der = Buffer.from(certificate.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64');
    return findAdmittedKiosk(database.db, new Uint8Array(der));
  };

  it('are admitted with a certificate for their key, and shut out at once and for good', async () => {
    const { status, body } = await enrol();
    expect(status).toBe(201);
    expect(body.kioskUrl).toBe('https://kiosk.example:8443');
    expect(await admitted(body.certificate)).toBe(body.kiosk);
    await ask('revokeKiosk', { id: body.kiosk, body: { staff } });
    expect(await admitted(body.certificate)).toBeUndefined();
    clock.at = new Date(NOW.getTime() + 1_000);
    await ask('revokeKiosk', { id: body.kiosk, body: { staff } });
    expect((await ask('listKiosks')).body.kiosks).toMatchObject([
      { kiosk: body.kiosk, store: DEMO_STORE, enrolledAt: NOW.toISOString(), revokedAt: NOW.toISOString() },
    ]);
    expect((await entries()).map(({ kind }) => kind)).toEqual(['kiosk.enrolled', 'kiosk.revoked']);
  });

  it('are called silent once nothing was heard of them for ten minutes, and not when they are shut out', async () => {
    const { body: enrolled } = await enrol({});
    const listed = async () => (await ask('listKiosks')).body.kiosks[0];
    expect(await listed()).toMatchObject({
      storeName: 'セブン-イレブン 鍵が丘一丁目店',
      chain: 'セブン-イレブン',
      prefecture: '東京都',
      silent: false,
    });
    clock.at = new Date(NOW.getTime() + 10 * 60_000);
    expect((await listed()).silent).toBe(false);
    clock.at = new Date(NOW.getTime() + 10 * 60_000 + 1);
    expect((await listed()).silent).toBe(true);
    await ask('revokeKiosk', { id: enrolled.kiosk, body: { staff } });
    expect((await listed()).silent).toBe(false);
  });

  it('are listed page by page, each once, with the counts of all of them', async () => {
    for (let i = 0; i < 7; i++) await enrol();
    const [first] = (await ask('listKiosks', { query: { limit: '1' } })).body.kiosks;
    await ask('revokeKiosk', { id: first.kiosk, body: { staff } });
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const query = { limit: '3', ...(after !== undefined && { after }) };
      const { body } = await ask('listKiosks', { query });
      expect(body.counts).toEqual({ active: 6, silent: 0, troubled: 0 });
      expect(body.kiosks.length).toBeLessThanOrEqual(3);
      seen.push(...body.kiosks.map(({ kiosk }: { kiosk: string }) => kiosk));
      after = body.next;
    } while (after !== undefined);
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
    expect((await ask('listKiosks', { query: { limit: '501' } })).status).toBe(400);
  });

  it('are found silent by the list exactly when the rule says so, troubled by what they reported, and by place', async () => {
    const well = { reader: 'ready', printer: 'ready', clock_offset_ms: 30_000, pending_proofs: 0 } as const;
    const told: readonly [string, number | undefined, object, boolean][] = [
      ['well', 60_000, {}, false],
      ['at the limit', 10 * 60_000, {}, false],
      ['silent', 10 * 60_000 + 1, {}, true],
      ['never heard of', undefined, {}, true],
      ['reader', 0, { reader: 'none' }, true],
      ['printer', 0, { printer: 'failed' }, true],
      ['clock', 0, { clock_offset_ms: -30_001 }, true],
      ['proofs', 0, { pending_proofs: 1 }, true],
    ];
    const expected = { silent: [] as string[], troubled: [] as string[] };
    const after = new Date(NOW.getTime() + 3_600_000);
    for (const [name, ago, report, troubled] of told) {
      const { kiosk } = (await enrol()).body;
      if (troubled) expected.troubled.push(kiosk);
      if (name === 'silent' || name === 'never heard of') expected.silent.push(kiosk);
      if (ago === undefined) continue;
      const heard_at = new Date(after.getTime() - ago);
      const values = { kiosk, heard_at, version: '1', ...well, ...report };
      await database.db.insertInto('kiosk_report').values(values).execute();
    }
    const { kiosk: gone } = (await enrol()).body;
    await ask('revokeKiosk', { id: gone, body: { staff } });
    clock.at = after;
    for (const only of ['silent', 'troubled'] as const) {
      const { kiosks } = (await ask('listKiosks', { query: { only } })).body;
      expect(kiosks.map(({ kiosk }: { kiosk: string }) => kiosk)).toEqual(expected[only].toSorted());
    }
    const { kiosks, counts } = (await ask('listKiosks')).body;
    expect(counts).toEqual({ active: 8, silent: 2, troubled: 6 });
    const silent = kiosks.filter((one: { silent: boolean }) => one.silent);
    expect(silent.map(({ kiosk }: { kiosk: string }) => kiosk)).toEqual(expected.silent.toSorted());
    const found = async (search: string) =>
      (await ask('listKiosks', { query: { search } })).body.kiosks.length;
    expect(await found('鍵が丘')).toBe(9);
    expect(await found(gone.slice(0, 13).toUpperCase())).toBe(1);
    expect(await found('%')).toBe(0);
    expect(await found('_')).toBe(0);
  });

  it('stand in a store that is known, and bring a key of the right kind', async () => {
    expect((await enrol({ store: randomUUID() })).body.errors[0].field).toBe('body/store');
    const { publicKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = rsa.export({ format: 'pem', type: 'spki' });
    for (const key of ['no key', pem])
      expect((await enrol({ publicKey: key })).body.errors[0].field).toBe('body/publicKey');
    expect((await ask('listKiosks')).body.kiosks).toEqual([]);
  });
});

describe('R26: chains', () => {
  it('are listed with what they offer from when', async () => {
    const { chains } = (await ask('listChains')).body;
    expect(chains.find(({ id }: { id: string }) => id === 'fuji')).toEqual({
      id: 'fuji',
      name: 'フジ',
      offers: [
        { pin: 'sign', firstDay: '2026-01-01', stores: 2 },
        { pin: 'auth', firstDay: '2026-01-01', stores: 2 },
      ],
    });
    expect(chains.find(({ id }: { id: string }) => id === 'lawson').offers).toEqual([
      { pin: 'sign', firstDay: '2026-01-01' },
    ]);
  });
});

describe('reservations', () => {
  const reserve = (cardRef: string, now: Date) =>
    transaction(database.db, (tx) =>
      makeReservation(tx, {
        cardRef,
        appRef: 'app',
        phoneSession: randomUUID(),
        targetPin: 'auth',
        now,
        random: systemRandom,
      }),
    );

  it('are listed, the newest first, by the card’s reference and never by a name', async () => {
    for (let i = 0; i < 3; i++) await reserve(`card-${i}`, new Date(NOW.getTime() + i));
    const { reservations } = (await ask('listReservations')).body;
    expect(reservations.map(({ cardRef }: { cardRef: string }) => cardRef)).toEqual([
      'card-2',
      'card-1',
      'card-0',
    ]);
    expect((await ask('listReservations', { query: { limit: '1' } })).body.reservations).toHaveLength(1);
    expect((await ask('listReservations', { query: { state: 'ended' } })).body.reservations).toEqual([]);
    const [newest] = reservations;
    expect((await ask('showReservation', { id: newest.id })).body).toEqual(newest);
  });

  it('are shown as the rules see them, to the millisecond (R13)', async () => {
    await reserve('card', NOW);
    const [{ id }] = (await ask('listReservations')).body.reservations;
    clock.at = new Date(NOW.getTime() + 86_400_000 - 1);
    expect((await ask('showReservation', { id })).body.state).toBe('open');
    clock.at = new Date(NOW.getTime() + 86_400_000);
    expect((await ask('showReservation', { id })).body).toMatchObject({ state: 'ended', endedBy: 'expired' });
  });

  it('that are not there, or are asked for in another way, are refused', async () => {
    expect(await ask('showReservation', { id: randomUUID() })).toMatchObject({
      status: 404,
      body: { type: '/problems/no-reservation' },
    });
    expect((await ask('showReservation', { id: 'x' })).status).toBe(400);
    for (const query of [{ limit: '0' }, { limit: '1001' }, { state: 'lost' }, { page: '2' }])
      expect((await ask('listReservations', { query: query as never })).status).toBe(400);
  });
});
