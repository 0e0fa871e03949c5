import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CardChannel, type CommandApdu, connectInProcess, encodeCommand, send } from '@kaijo/iso7816';
import { deriveCardKeys, HostSession, initializeUpdateCommand } from '@kaijo/scp03';
import {
  attachToPcscd,
  type CardState,
  MemoryCardStore,
  type PcscdAttachment,
  VirtualCard,
} from '@kaijo/virtual-card';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_MASTER_KEY, DEMO_PINS, demoCardState, random } from '../support/demo-card.ts';
import { OpenSc } from '../support/opensc.ts';
import { obstacleToPcscd, type Pcscd, startPcscd } from '../support/pcscd.ts';

const obstacle = await obstacleToPcscd('opensc-tool', 'pkcs15-tool', 'pkcs11-tool', 'openssl');
const skipped = obstacle === undefined ? '' : ` (skipped: ${obstacle})`;
const test = it.skipIf(obstacle !== undefined);

const AUTH = 'User Authentication PIN';
const SIGN = 'Digital Signature PIN';

let pcscd: Pcscd;
let opensc: OpenSc;
let state: CardState;
let store: MemoryCardStore;
let card: VirtualCard;
let reader: PcscdAttachment | undefined;
let message: string;

beforeAll(async () => {
  if (obstacle !== undefined) return;
  pcscd = await startPcscd();
  opensc = await OpenSc.prepare();
  message = join(opensc.folder, 'message');
  await writeFile(message, '解錠');
  state = await demoCardState();
});

beforeEach(async () => {
  if (obstacle !== undefined) return;
  await reader?.detach();
  store = new MemoryCardStore(state);
  card = await VirtualCard.insert({ store, random });
  await insert();
});

afterAll(async () => {
  await reader?.detach();
  await opensc?.remove();
  await pcscd?.stop();
});

async function insert(): Promise<void> {
  reader = attachToPcscd(card);
  await reader.whenAttached();
}

async function triesInMemory(pin: 'auth' | 'sign'): Promise<number> {
  return (await store.load()).memory.pins[pin].triesLeft;
}

describe(`OpenSC accepts the card${skipped}`, () => {
  test('opensc-tool names its driver jpki', async () => {
    const { code, output } = await opensc.run('opensc-tool', '-n');
    expect(output.trim()).toBe('jpki');
    expect(code).toBe(0);
  });

  test('pkcs15-tool lists both PINs with their tries left, both keys and four certificates', async () => {
    const { output } = await opensc.run('pkcs15-tool', '--dump');
    expect(output).toContain('PKCS#15 Card [JPKI]');
    expect(output.match(/^PIN \[.*\]$/gm)).toEqual([`PIN [${AUTH}]`, `PIN [${SIGN}]`]);
    expect(output.match(/^Private RSA Key \[.*\]$/gm)).toHaveLength(2);
    expect(output.match(/^X\.509 Certificate \[.*\]$/gm)).toHaveLength(4);
    expect(await opensc.triesLeft(AUTH)).toBe(3);
    expect(await opensc.triesLeft(SIGN)).toBe(5);
  });

  test('pkcs15-tool reads the auth certificate, byte for byte', async () => {
    const { output } = await opensc.run('pkcs15-tool', '--read-certificate', '1');
    const [, base64] = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/.exec(output) ?? [];
    expect(Buffer.from(base64 ?? '', 'base64').toString('hex')).toBe(
      Buffer.from(state.body.files.authCertificate ?? []).toString('hex'),
    );
  });

  test('pkcs15-tool does not read the signature certificate without the sign PIN', async () => {
    const { code, output } = await opensc.run('pkcs15-tool', '--read-certificate', '2');
    expect(code).not.toBe(0);
    expect(output).not.toContain('BEGIN CERTIFICATE');
  });

  test.each([
    ['01', 'auth', 'authCertificate'],
    ['02', 'sign', 'signCertificate'],
  ] as const)('pkcs11-tool signs with key %s after the %s PIN, and OpenSSL verifies', async (id, pin, file) => {
    const certificate = state.body.files[file] as Uint8Array;
    const signature = (await opensc.sign(id, DEMO_PINS[pin], message)) as Uint8Array;
    expect(signature?.length).toBe(256);
    expect(await opensc.opensslVerifies(certificate, message, signature)).toBe(true);
    signature[100] = (signature[100] as number) ^ 1;
    expect(await opensc.opensslVerifies(certificate, message, signature)).toBe(false);
  });
});

describe(`R9 as OpenSC sees it${skipped}`, () => {
  test('a wrong PIN costs exactly one try, and a right one sets the counter back', async () => {
    expect(await opensc.sign('01', '0000', message)).toBeUndefined();
    expect(await opensc.triesLeft(AUTH)).toBe(2);
    expect(await triesInMemory('auth')).toBe(2);
    expect(await opensc.sign('01', DEMO_PINS.auth, message)).toHaveLength(256);
    expect(await opensc.triesLeft(AUTH)).toBe(3);
    expect(await opensc.triesLeft(SIGN)).toBe(5);
  });

  test('three wrong auth PINs lock it, and the right one does not help any more', async () => {
    for (const left of [2, 1, 0]) {
      await opensc.sign('01', '0000', message);
      expect(await opensc.triesLeft(AUTH)).toBe(left);
    }
    expect(await opensc.sign('01', DEMO_PINS.auth, message)).toBeUndefined();
    expect(await triesInMemory('auth')).toBe(0);
    expect(await opensc.sign('02', DEMO_PINS.sign, message)).toHaveLength(256);
  });

  test('five wrong sign PINs lock it', async () => {
    for (const left of [4, 3, 2, 1, 0]) {
      await opensc.sign('02', 'WRONG1', message);
      expect(await opensc.triesLeft(SIGN)).toBe(left);
    }
    expect(await opensc.sign('02', DEMO_PINS.sign, message)).toBeUndefined();
    expect(await opensc.sign('01', DEMO_PINS.auth, message)).toHaveLength(256);
  });
});

describe(`a PIN that the issuer reset${skipped}`, () => {
  test('signs for OpenSC with its new value, and no longer with the old one', async () => {
    for (let i = 0; i < 3; i++) await opensc.sign('01', '0000', message);
    await reader?.detach();
    await resetAuthPin('7531');
    await insert();
    expect(await opensc.triesLeft(AUTH)).toBe(3);
    expect(await opensc.sign('01', '7531', message)).toHaveLength(256);
    expect(await opensc.sign('01', DEMO_PINS.auth, message)).toBeUndefined();
  });
});

describe(`a card that is taken out${skipped}`, () => {
  test('leaves an empty reader, and is found again when it is put back', async () => {
    await reader?.detach();
    const { code, output } = await opensc.run('opensc-tool', '-n');
    expect(code).not.toBe(0);
    expect(output).not.toContain('jpki');
    await insert();
    expect((await opensc.run('opensc-tool', '-n')).output.trim()).toBe('jpki');
  });
});

/** card.md, Reset, as kiosk and service do it together. */
async function resetAuthPin(newPin: string): Promise<void> {
  const channel = await connectInProcess(card);
  await accepted(channel, select(0x04, demoAid));
  const hostChallenge = random(8);
  const initializeUpdateResponse = await send(channel, initializeUpdateCommand(0, hostChallenge));
  const opening = HostSession.open({
    keys: deriveCardKeys(DEMO_MASTER_KEY, state.body.managementId),
    keyVersion: 0,
    hostChallenge,
    securityLevel: 0x11,
    initializeUpdateResponse,
  });
  if (opening.kind !== 'open') throw new Error(opening.kind);
  const host = opening.session;
  host.unwrap(await accepted(channel, host.externalAuthenticate()));
  const answer = await accepted(channel, host.wrap({ cla: 0x80, ins: 0x2c, p1: 0x03, p2: 0x98 }));
  expect(host.unwrap(answer).kind).toBe('genuine');
  await accepted(channel, select(0x02, Uint8Array.of(0x00, 0x18)));
  const data = new TextEncoder().encode(newPin);
  await accepted(channel, { cla: 0x00, ins: 0x24, p1: 0x01, p2: 0x80, data });
  await channel.disconnect();
}

const demoAid = Uint8Array.from(Buffer.from('D392F000260100000001', 'hex'));

function select(p1: number, data: Uint8Array): CommandApdu {
  return { cla: 0x00, ins: 0xa4, p1, p2: 0x0c, data };
}

async function accepted(channel: CardChannel, command: CommandApdu) {
  const answer = await send(channel, command);
  expect(answer.sw, Buffer.from(encodeCommand(command)).toString('hex').slice(0, 8)).toBe(0x9000);
  return answer;
}
