import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pinBOf } from '@kaijo/cli/demo';
import { connectOperator } from '@kaijo/cli/installation';
import { OPERATOR_ROUTES, type TargetPin } from '@kaijo/contract';
import { persona, printedBirthDateText, selfieFrames } from '@kaijo/personas';
import { readSelfie } from '@kaijo/personas/files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServiceInAProcess, startAsProcess, untilNoonInJapan } from '../support/restartable-service.ts';
import { HOLDER, type Kiosk, kioskAt, type Phone, phoneAt } from '../support/story.ts';
import type { Exchanged } from '../support/wire.ts';
import { rowsOf } from './support/database-rows.ts';
import { formsOf, formsOfBytes, formsOfFourDigits, type Needle, standsAlone } from './support/forms.ts';
import { fourDigitsNotIn } from './support/four-digits.ts';
import { type IssuerApart, startIssuerApart } from './support/issuer-apart.ts';
import { memoryOf, obstacleToMemory, processTree } from './support/process-memory.ts';
import { Search } from './support/search.ts';
import { type StoryPins, type WholeStory, wholeStory } from './support/whole-story.ts';

type FourDigits = () => string;

/** They occur nowhere else, in this repository or by chance: sixteen characters, or four digits drawn for this run. */
function pinsFor(target: TargetPin, digits: FourDigits): StoryPins {
  const card = { auth: digits(), support: digits(), resident: digits() };
  return target === 'auth'
    ? {
        card: { ...card, sign: 'QX7ZKW3VJ9TBLQ2F' },
        wrong: 'W4RNGQXZJ7KVBT8P',
        torn: digits(),
        last: digits(),
      }
    : {
        card: { ...card, sign: 'ZH5QJXW8KPV3TBN1' },
        wrong: digits(),
        torn: 'T6RNZQJXKW4VPBH2',
        last: 'L9STQZXJW7VKHBP3',
      };
}

/** A story told beforehand, so that all that a service makes of any story lies about already. */
const REHEARSAL: Readonly<Record<TargetPin, StoryPins>> = {
  auth: {
    card: { auth: '6158', sign: 'REHEARSAL1', support: '6159', resident: '6157' },
    wrong: 'REHEARSAL2',
    torn: '7158',
    last: '7159',
  },
  sign: {
    card: { auth: '6158', sign: 'REHEARSAL1', support: '6159', resident: '6157' },
    wrong: '6156',
    torn: 'REHEARSAL3',
    last: 'REHEARSAL4',
  },
};

const LONG_PLANT = 'PLANT8KQZXJWVHTB';
/** Sent to the service by a client that is wrong about where a PIN belongs. */
const MISTAKE = 'MISTAKE7QZXWKJVB';

const holder = persona(HOLDER);
const day = holder.birthDate.replaceAll('-', '');
const personal: readonly Needle[] = [
  ...formsOf('name', holder.name),
  ...formsOf('address', holder.address),
  ...formsOf('birth date as printed', printedBirthDateText(holder.printedBirthDate)),
];
const birth: readonly Needle[] = [...formsOf('birth date', day), ...formsOf('birth date', holder.birthDate)];
const targets: readonly TargetPin[] = ['auth', 'sign'];

function named(
  target: TargetPin,
  { card, wrong, torn, last }: StoryPins,
): readonly (readonly [string, string])[] {
  const story = (what: string) => `${what} (${target} story)`;
  return [
    ...Object.entries(card).map(([name, pin]) => [story(`${name} PIN`), pin] as const),
    [story('wrong PIN'), wrong],
    [story('new PIN of a torn attempt'), torn],
    [story('new PIN'), last],
  ];
}

const obstacle = obstacleToMemory();
let issuer: IssuerApart;
let service: ServiceInAProcess;
let phone: Phone;
let kiosk: Kiosk;
const stories = new Map<TargetPin, WholeStory>();
let log = '';
/** By what they are in the story. */
let allPins: readonly (readonly [string, string])[] = [];
let pinNeedles: readonly Needle[] = [];
let shortPlant = '';
let secret: Search;
let control: Search;
const inMemory = { secrets: [] as string[], plants: [] as string[], bytes: 0 };

beforeAll(async () => {
  const offset = untilNoonInJapan(Date.now());
  issuer = await startIssuerApart(() => new Date(Date.now() + offset));
  service = await startAsProcess(
    { ...issuer.settings, KAIJO_LOG_LEVEL: 'debug', NODE_DEBUG: 'http,net,tls' },
    'pipe',
  );
  for (const stream of [service.process.stdout, service.process.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  phone = phoneAt(service);
  kiosk = await kioskAt(service);
  for (const target of targets) await tell(target, REHEARSAL[target]);
  const digits = await fourDigitsNotIn(obstacle === undefined ? memory() : nothing());
  shortPlant = digits();
  for (const target of targets) {
    const pins = pinsFor(target, digits);
    allPins = [...allPins, ...named(target, pins)];
    stories.set(target, await tell(target, pins));
  }
  pinNeedles = allPins.flatMap(([name, pin]) =>
    pin.length === 4 ? formsOfFourDigits(name, pin) : formsOf(name, pin),
  );
  await plant();
  const pinB = pinBOf(holder, service.now()).secret.use((bytes: Uint8Array) => String.fromCharCode(...bytes));
  const everything = [
    ...pinNeedles,
    ...personal,
    ...formsOf('PIN-B', pinB),
    ...[...stories].flatMap(([target, { card }]) => [
      ...formsOf(`individual number (${target} story)`, individualNumberOn(card.body.files.supportNumber)),
      ...signCertificateNeedles(target, card.body.files.signCertificate),
    ]),
  ];
  const pictures = [
    ...[...stories].map(
      ([target, { card }]) => [`card face (${target} story)`, card.body.files.faceData] as const,
    ),
    ...(await Promise.all(
      selfieFrames.map(async (frame) => [`frame ${frame}`, await readSelfie(HOLDER, frame)] as const),
    )),
  ];
  secret = new Search([
    ...everything,
    ...birth,
    ...pictures.flatMap(([of, bytes]) => middleOf(of, bytes ?? new Uint8Array())),
  ]);
  const plants = [...formsOf('plant', LONG_PLANT), ...formsOfFourDigits('short plant', shortPlant)];
  control = new Search(plants);
  // Without the birth date: it comes with the card-face data, which is dropped but cannot be overwritten.
  if (obstacle === undefined) await searchMemory(new Search([...everything, ...plants]), digits);
});

afterAll(async () => {
  await kiosk?.close();
  await service?.close();
  await issuer?.close();
});

function individualNumberOn(file: Uint8Array | undefined): string {
  return Buffer.from(file ?? [])
    .subarray(-12)
    .toString('latin1');
}

/** The end of its signature: no part of it is in the directory. */
function signCertificateNeedles(target: TargetPin, der: Uint8Array | undefined): readonly Needle[] {
  if (der === undefined) throw new Error('the card has no signature certificate');
  return partOf(`signature certificate (${target} story)`, der.subarray(-32));
}

/** R23: a part that no other picture has. */
function middleOf(of: string, picture: Uint8Array): readonly Needle[] {
  const middle = picture.length >> 1;
  return partOf(of, picture.subarray(middle, middle + 32));
}

function partOf(of: string, bytes: Uint8Array): readonly Needle[] {
  return [{ of, form: 'as it stands', bytes }, ...formsOfBytes(of, bytes)];
}

/** What has to be found wherever a PIN must not be. */
async function plant(): Promise<void> {
  const operator = await connectOperator(service.folder);
  try {
    await operator.call(OPERATOR_ROUTES.announceMaintenance, {
      body: {
        startsAt: new Date(service.now().getTime() + 20 * 86_400_000).toISOString(),
        endsAt: new Date(service.now().getTime() + 21 * 86_400_000).toISOString(),
        scope: 'all',
        sentence: { ja: shortPlant, en: shortPlant },
        staff: LONG_PLANT,
      },
    });
  } finally {
    await operator.close();
  }
}

function tell(target: TargetPin, pins: StoryPins): Promise<WholeStory> {
  return wholeStory({ service, issuerFolder: issuer.folder, phone, kiosk, target, pins });
}

/** Of the service and all that it has started. */
async function* memory(): AsyncGenerator<Uint8Array> {
  for (const pid of await processTree(service.process.pid as number)) yield* memoryOf(pid);
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function searchMemory(search: Search, digits: FourDigits): Promise<void> {
  const found = await search.inPieces('memory', counted(memory()));
  inMemory.plants = found.filter((finding) => /^(short )?plant /.test(finding));
  const leaked = found.filter((finding) => !inMemory.plants.includes(finding));
  inMemory.secrets = leaked.some(isOfFourDigits) ? await foundWithOtherDigits(leaked, digits) : leaked;
}

/**
 * Four digits may come to lie in a heap of this size by chance while a story is told. What leaks them leaks whichever
 * were drawn, so the stories are told once more with others, and only what is found in both is chance no longer.
 */
async function foundWithOtherDigits(leaked: readonly string[], digits: FourDigits): Promise<string[]> {
  const again: (readonly [string, string])[] = [];
  for (const target of targets) {
    const pins = pinsFor(target, digits);
    again.push(...named(target, pins));
    await tell(target, pins);
  }
  const short = again.filter(([, pin]) => pin.length === 4);
  const search = new Search(short.flatMap(([name, pin]) => formsOfFourDigits(name, pin)));
  const foundAgain = await search.inPieces('memory', memory());
  return leaked.filter((finding) => !isOfFourDigits(finding) || foundAgain.includes(finding));
}

function isOfFourDigits(finding: string): boolean {
  return allPins.some(([name, pin]) => pin.length === 4 && finding.startsWith(`${name} `));
}

async function* counted(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    inMemory.bytes += piece.length;
    yield piece;
  }
}

/** Request line, headers and bodies of both directions. */
async function textOf({ method, path, init, status, body }: Exchanged): Promise<Uint8Array> {
  const headers = JSON.stringify(init.headers ?? {});
  const sent = new Uint8Array(await new Response(init.body ?? '').arrayBuffer());
  return Buffer.concat([
    Buffer.from(`${method} ${path}\n${headers}\n`),
    sent,
    Buffer.from(`\n${status}\n${body}`),
  ]);
}

describe('R30, R38: the whole story was told', () => {
  it.each(targets)('of the %s PIN, with all that goes wrong on the way', (target) => {
    const { ends, kept } = stories.get(target) as WholeStory;
    expect(ends).toEqual(['wrong', 'card-gone', 'proof-pending', 'completed-late']);
    expect(kept).toHaveLength(1);
  });
});

describe.skipIf(obstacle !== undefined)(
  `R30: the service’s memory, as a core dump would hold it${obstacle ? ` (skipped: ${obstacle})` : ''}`,
  () => {
    it('holds no PIN, no name, no address, no certificate that was not sent', () => {
      expect(inMemory.secrets).toEqual([]);
    });

    it('holds what was planted: the search finds what is there', () => {
      expect(inMemory.plants.join('\n')).toMatch(/^plant \(UTF-8\)/m);
      expect(inMemory.plants.join('\n')).toMatch(/^short plant/m);
      expect(inMemory.bytes).toBeGreaterThan(50 << 20);
    });
  },
);

describe('R30, R38: the messages, their headers and URLs', () => {
  it('carry no PIN, no name, no address; the birth date only within the card-face data (protocol.md, Phone, 2)', async () => {
    const withBirth: string[] = [];
    const onBirth = new Search(birth);
    const onlyPersonal = new Search([...personal, ...pinNeedles]);
    for (const { wire } of [phone, kiosk]) {
      for (const exchanged of wire.exchanged) {
        const text = await textOf(exchanged);
        const where = `${exchanged.method} ${exchanged.path}`;
        expect(onlyPersonal.in(where, text)).toEqual([]);
        for (const [name, pin] of allPins)
          expect(standsAlone(pin, Buffer.from(text).toString('latin1')), `${name} in ${where}`).toBe(false);
        if (onBirth.in(where, text).length > 0) withBirth.push(where.replace(/[0-9a-f-]{36}/, ':id'));
      }
    }
    expect(new Set(withBirth)).toEqual(
      // docs/decisions/0002: once more with the frames, so that the service keeps no photo in between.
      new Set(['POST /v1/phone/sessions/:id/card', 'POST /v1/phone/sessions/:id/face']),
    );
  });

  it('what the kiosk keeps on its disk holds none of it either', () => {
    for (const target of targets)
      expect(secret.in('the outbox', Buffer.from(JSON.stringify(stories.get(target)?.kept)))).toEqual([]);
  });
});

/** Where somebody might put a PIN by mistake. */
async function sendMistakes(): Promise<readonly Response[]> {
  const json = { 'content-type': 'application/json' };
  const key = () => ({ 'idempotency-key': crypto.randomUUID() });
  const at = (path: string) => `${service.publicUrl}${path}`;
  const session = { targetPin: 'auth', appInstance: crypto.randomUUID() };
  const post = (headers: Record<string, string>, body: string) =>
    fetch(at('/v1/phone/sessions'), { method: 'POST', headers: { ...json, ...key(), ...headers }, body });
  return [
    await post({}, JSON.stringify({ ...session, pin: MISTAKE })),
    await post({}, JSON.stringify({ ...session, [MISTAKE]: 1 })),
    await post({}, JSON.stringify({ ...session, appInstance: MISTAKE })),
    await post({}, JSON.stringify({ ...session, targetPin: MISTAKE })),
    await post({}, `{"targetPin":"${MISTAKE}`),
    await post({}, `${MISTAKE}`),
    await post({ 'idempotency-key': MISTAKE }, JSON.stringify(session)),
    await post({ 'content-type': MISTAKE }, JSON.stringify(session)),
    await post({ authorization: `Bearer ${MISTAKE}`, 'x-pin': MISTAKE }, JSON.stringify(session)),
    await post({ 'accept-language': MISTAKE, 'user-agent': MISTAKE }, JSON.stringify(session)),
    await fetch(at(`/v1/${MISTAKE}`)),
    await fetch(at(`/v1/stores?pin=${MISTAKE}`)),
    await fetch(at(`/v1/status?pin=${MISTAKE}`)),
    await fetch(at(`/v1/phone/sessions/${MISTAKE}/card`), {
      method: 'POST',
      headers: { ...json, ...key() },
      body: '{}',
    }),
    await fetch(at('/v1/phone/reservation'), { headers: { authorization: `Bearer ${MISTAKE}` } }),
  ];
}

describe('R30: a PIN that a client sends where none belongs', () => {
  const mistake = new Search(formsOf('mistake', MISTAKE));

  it('is not answered back', async () => {
    for (const response of await sendMistakes()) {
      const headers = JSON.stringify([...response.headers]);
      expect(
        mistake.in(response.url.replace(MISTAKE, '…'), Buffer.from(headers + (await response.text()))),
      ).toEqual([]);
    }
  });

  describe('and the rest, once the service has ended', () => {
    const files: { readonly path: string; readonly bytes: Uint8Array }[] = [];
    let rows: ReadonlyMap<string, string>;

    beforeAll(async () => {
      const { root } = service.folder;
      const ended = new Promise((resolve) => service.process.once('exit', resolve));
      service.process.kill('SIGTERM');
      await ended;
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      for (const entry of entries.filter((one) => one.isFile())) {
        const path = join(entry.parentPath, entry.name);
        files.push({ path: relative(root, path), bytes: await readFile(path) });
      }
      rows = await rowsOf(join(root, 'database'));
    });

    it('is in no file of the data folder; nor are the story’s PINs and names, and the plant is', () => {
      expect(
        files.flatMap(({ path, bytes }) => [...secret.in(path, bytes), ...mistake.in(path, bytes)]),
      ).toEqual([]);
      expect(files.flatMap(({ path, bytes }) => control.in(path, bytes)).join('\n')).toMatch(
        /^plant \(UTF-8\) in database\/(.|\n)*short plant/m,
      );
    });

    it('is in no row of the database, the audit log among them; the plant is', () => {
      expect(rows.get('audit_entry')).toContain('kiosk-session.completed');
      expect(rows.get('audit_entry')).toContain('face-check.refused');
      for (const [table, text] of rows) {
        const bytes = Buffer.from(text);
        expect([...secret.in(table, bytes), ...mistake.in(table, bytes)]).toEqual([]);
        for (const [name, pin] of allPins) expect(standsAlone(pin, text), `${name} in ${table}`).toBe(false);
      }
      expect(rows.get('audit_entry')).toContain(LONG_PLANT);
      expect(standsAlone(shortPlant, rows.get('maintenance_window') ?? '')).toBe(true);
    });

    it('is in no line of the log, at its most talkative and with Node’s own traces; that of the completion is', () => {
      expect(log).toContain('/v1/kiosk/sessions/:id/complete');
      expect(log).toMatch(/^(HTTP|NET|TLS) \d+: /m);
      const bytes = Buffer.from(log);
      expect(secret.in('log', bytes)).toEqual([]);
      expect(mistake.in('log', bytes)).toEqual([]);
      for (const [name, pin] of allPins) expect(standsAlone(pin, log), name).toBe(false);
    });
  });
});
