import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { CardGoneError, concatBytes, fromHex, toHex } from '@kaijo/iso7816';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ASK, JPKI, selectFile, terminal, verify } from '../testing/card-terminal.ts';
import { attachToPcscd, type PcscdAttachment } from './attach-to-pcscd.ts';
import { encodeVpcdFrame, VpcdFrameReader } from './vpcd-frames.ts';

const OFF = '00';
const ON = '01';
const RESET = '02';
const ATR_REQUEST = '04';

describe('vpcd frames', () => {
  it('are put together however the stream cuts them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
        (payloads, cuts) => {
          const stream = concatBytes(...payloads.map(encodeVpcdFrame));
          const reader = new VpcdFrameReader();
          const kinds: string[] = [];
          for (let at = 0, i = 0; at < stream.length; i++) {
            const end = at + (cuts[i % cuts.length] as number);
            for (const request of reader.push(stream.slice(at, end)))
              kinds.push(request.kind === 'apdu' ? toHex(request.command) : request.kind);
            at = end;
          }
          const names: { [code: string]: string } = {
            '00': 'powerOff',
            '01': 'powerOn',
            '02': 'reset',
            '04': 'atr',
          };
          expect(kinds).toEqual(payloads.map((payload) => names[toHex(payload)] ?? toHex(payload)));
        },
      ),
    );
  });

  it('hold at most 65,535 bytes', () => {
    expect(toHex(encodeVpcdFrame(new Uint8Array(65_535))).slice(0, 4)).toBe('ffff');
    expect(() => encodeVpcdFrame(new Uint8Array(65_536))).toThrow(RangeError);
  });
});

/** pcscd's side of the connection, as vpcd's C code behaves. */
class Vpcd {
  readonly #server: Server;
  #socket: Socket | undefined;

  constructor() {
    this.#server = createServer();
  }

  async listen(port = 0): Promise<number> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  async accept(): Promise<void> {
    [this.#socket] = (await once(this.#server, 'connection')) as [Socket];
  }

  tell(payload: string): void {
    this.#socket?.write(encodeVpcdFrame(fromHex(payload)));
  }

  async ask(payload: string): Promise<string> {
    this.tell(payload);
    const [chunk] = (await once(this.#socket as Socket, 'data')) as [Buffer];
    expect(chunk.readUInt16BE(0)).toBe(chunk.length - 2);
    return toHex(chunk.subarray(2));
  }

  async cardGone(): Promise<void> {
    await once(this.#socket as Socket, 'close');
  }

  async close(): Promise<void> {
    this.#socket?.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

describe('a card in the reader of pcscd', () => {
  let vpcd: Vpcd;
  let port: number;
  let attachment: PcscdAttachment | undefined;

  beforeEach(async () => {
    vpcd = new Vpcd();
    port = await vpcd.listen();
  });
  afterEach(async () => {
    await attachment?.detach();
    await vpcd.close();
  });

  async function attach(): Promise<void> {
    const { card } = await terminal();
    await card.powerOff();
    attachment = attachToPcscd(card, { port });
    await vpcd.accept();
  }

  it('tells its ATR before it has power', async () => {
    await attach();
    expect(await vpcd.ask(ATR_REQUEST)).toBe('3be000ff8131fe4514');
  });

  it('answers commands once it is on', async () => {
    await attach();
    vpcd.tell(ON);
    expect(await vpcd.ask(JPKI)).toBe('9000');
    expect(await vpcd.ask(selectFile('0018'))).toBe('9000');
    expect(await vpcd.ask(ASK)).toBe('63c3');
  });

  it('forgets what was selected on a reset and on power off', async () => {
    await attach();
    for (const cut of [[RESET], [OFF, ON]]) {
      vpcd.tell(ON);
      await vpcd.ask(JPKI);
      for (const control of cut) vpcd.tell(control);
      expect(await vpcd.ask(selectFile('0018'))).toBe('6a82');
    }
  });

  it('takes a command of one byte for a command', async () => {
    await attach();
    vpcd.tell(ON);
    expect(await vpcd.ask('05')).toBe('6700');
  });

  it('counts as attached once vpcd talks to it, not when the kernel took the connection', async () => {
    await attach();
    expect(attachment?.attached).toBe(false);
    await vpcd.ask(ATR_REQUEST);
    expect(attachment?.attached).toBe(true);
  });

  it('comes back when pcscd restarts, without its PIN state and with its counters', async () => {
    await attach();
    vpcd.tell(ON);
    for (const command of [JPKI, selectFile('0018'), verify('0000')]) await vpcd.ask(command);
    await vpcd.close();
    vpcd = new Vpcd();
    await vpcd.listen(port);
    await vpcd.accept();
    vpcd.tell(ON);
    expect(await vpcd.ask(selectFile('0018'))).toBe('6a82');
    await vpcd.ask(JPKI);
    await vpcd.ask(selectFile('0018'));
    expect(await vpcd.ask(ASK)).toBe('63c2');
  });

  it('waits for a pcscd that is not there yet', async () => {
    await vpcd.close();
    const { card } = await terminal();
    attachment = attachToPcscd(card, { port });
    vpcd = new Vpcd();
    await vpcd.listen(port);
    await vpcd.accept();
    await Promise.all([attachment.whenAttached(), vpcd.ask(ATR_REQUEST)]);
  });

  it('that is detached before pcscd came tells whoever waits', async () => {
    await vpcd.close();
    const { card } = await terminal();
    attachment = attachToPcscd(card, { port });
    const waiting = expect(attachment.whenAttached()).rejects.toBeInstanceOf(CardGoneError);
    await attachment.detach();
    await waiting;
    await expect(attachment.whenAttached()).rejects.toBeInstanceOf(CardGoneError);
    vpcd = new Vpcd();
    await vpcd.listen(port);
  });

  it('that fails otherwise than by being gone is not silent about it', async () => {
    const failures: unknown[] = [];
    const broken = {
      powerOn: () => Promise.reject(new Error('the card file is damaged')),
      powerOff: () => Promise.resolve(),
      exchange: () => Promise.reject(new Error('no')),
    };
    attachment = attachToPcscd(broken, { port, onFailure: (error) => failures.push(error) });
    await vpcd.accept();
    vpcd.tell(ON);
    await vpcd.cardGone();
    expect(failures).toEqual([new Error('the card file is damaged')]);
  });

  it('leaves an empty reader when it is gone in the middle of a command', async () => {
    await attach();
    vpcd.tell(OFF);
    vpcd.tell(JPKI);
    await vpcd.cardGone();
    await vpcd.accept();
    expect(await vpcd.ask(ATR_REQUEST)).toBe('3be000ff8131fe4514');
  });
});
