import { connect, type Socket } from 'node:net';
import { type CardDevice, CardGoneError } from '@kaijo/iso7816';
import { type OnDeviceFailure, reportFailure } from './device-failure.ts';
import { encodeVpcdFrame, VpcdFrameReader, type VpcdRequest } from './vpcd-frames.ts';

export interface PcscdOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 35963, vpcd's first slot. */
  readonly port?: number;
  /** Told whenever pcscd takes the card or loses it. */
  readonly onChange?: (attached: boolean) => void;
  readonly onFailure?: OnDeviceFailure;
}

export interface PcscdAttachment {
  readonly attached: boolean;
  /** Resolves when pcscd has the card, at once when it has it already. @throws CardGoneError when it is detached first */
  whenAttached(): Promise<void>;
  /** Takes the card out of the reader and powers it off. */
  detach(): Promise<void>;
}

const VPCD_HOST = '127.0.0.1';
const VPCD_PORT = 35_963;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 2_000;

/**
 * Puts `device` into the reader that vpcd adds to pcscd. When pcscd is not there yet, restarts, or lost the card because
 * its power was cut, it tries again, more slowly each time, until {@link PcscdAttachment.detach}.
 */
export function attachToPcscd(device: CardDevice, options: PcscdOptions = {}): PcscdAttachment {
  const attachment = new Attachment(device, options);
  attachment.connect();
  return attachment;
}

class Attachment implements PcscdAttachment {
  readonly #device: CardDevice;
  readonly #options: PcscdOptions;
  readonly #waiting: { resolve(): void; reject(error: CardGoneError): void }[] = [];
  #socket: Socket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #retryAfter = FIRST_RETRY_MS;
  #work: Promise<void> = Promise.resolve();
  #atr: Uint8Array | undefined;
  #attached = false;
  #ended = false;

  constructor(device: CardDevice, options: PcscdOptions) {
    this.#device = device;
    this.#options = options;
  }

  get attached(): boolean {
    return this.#attached;
  }

  whenAttached(): Promise<void> {
    if (this.#attached) return Promise.resolve();
    if (this.#ended) return Promise.reject(new CardGoneError('the card was taken out of the reader'));
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  connect(): void {
    const socket = connect({
      host: this.#options.host ?? VPCD_HOST,
      port: this.#options.port ?? VPCD_PORT,
      noDelay: true,
    });
    this.#socket = socket;
    const frames = new VpcdFrameReader();
    socket.on('data', (chunk) => {
      // The first request shows that vpcd has accepted the card: its kernel takes a connection before that.
      this.#setAttached(true);
      for (const request of frames.push(chunk)) this.#enqueue(socket, request);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => this.#lost());
  }

  async detach(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#retry);
    this.#socket?.destroy();
    this.#setAttached(false);
    for (const { reject } of this.#waiting.splice(0))
      reject(new CardGoneError('the card was taken out of the reader'));
    await this.#work;
    await this.#device.powerOff();
  }

  #enqueue(socket: Socket, request: VpcdRequest): void {
    this.#work = this.#work.then(() => this.#serve(socket, request));
  }

  /** A card that is gone shows to pcscd as a connection that ends: an empty reader. */
  async #serve(socket: Socket, request: VpcdRequest): Promise<void> {
    try {
      const answer = await this.#answer(request);
      if (answer !== undefined && !socket.destroyed) socket.write(encodeVpcdFrame(answer));
    } catch (error) {
      socket.destroy();
      reportFailure(error, this.#options.onFailure);
    }
  }

  async #answer(request: VpcdRequest): Promise<Uint8Array | undefined> {
    switch (request.kind) {
      case 'powerOff':
        await this.#device.powerOff();
        return undefined;
      case 'powerOn':
      case 'reset':
        this.#atr = await this.#device.powerOn();
        return undefined;
      case 'atr':
        this.#atr ??= await this.#learnAtr();
        return this.#atr;
      case 'apdu':
        return this.#device.exchange(request.command);
    }
  }

  /** vpcd asks for the ATR to see whether there is a card, before it ever powers it. */
  async #learnAtr(): Promise<Uint8Array> {
    const atr = await this.#device.powerOn();
    await this.#device.powerOff();
    return atr;
  }

  #lost(): void {
    this.#setAttached(false);
    if (this.#ended) return;
    this.#work = this.#work.then(() => this.#device.powerOff());
    this.#retry = setTimeout(() => this.connect(), this.#retryAfter);
    this.#retryAfter = Math.min(2 * this.#retryAfter, LAST_RETRY_MS);
  }

  #setAttached(attached: boolean): void {
    if (attached === this.#attached) return;
    this.#attached = attached;
    if (attached) {
      this.#retryAfter = FIRST_RETRY_MS;
      for (const { resolve } of this.#waiting.splice(0)) resolve();
    }
    this.#options.onChange?.(attached);
  }
}
