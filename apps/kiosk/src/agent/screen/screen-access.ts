import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from '../folder/index.ts';

/**
 * Who may be this kiosk's screen: whoever brings the ticket of the start page, which only the kiosk's user can read, and
 * which is good once. The token that it is exchanged for outlives the agent, so that a browser that stays open finds back
 * to a restarted agent; on disk is its digest.
 */
export class ScreenAccess {
  readonly #folder: string;
  readonly #pageUrl: string;
  #ticket = '';
  #tokenDigest: Buffer | undefined;

  private constructor(folder: string, pageUrl: string) {
    this.#folder = folder;
    this.#pageUrl = pageUrl;
  }

  static async open(folder: string, pageUrl: string): Promise<ScreenAccess> {
    const access = new ScreenAccess(folder, pageUrl);
    const kept = await readFile(access.#tokenFile, 'utf8').catch(() => '');
    access.#tokenDigest = /^[0-9a-f]{64}$/.test(kept) ? Buffer.from(kept, 'hex') : undefined;
    await access.#issueTicket();
    return access;
  }

  /** The page that the browser is started with; a file, because a command line is shown to every user of the machine. */
  static startPage(folder: string): string {
    return join(folder, 'start.html');
  }

  /** A token for a ticket; the ticket is used up and the next one written. */
  async redeem(ticket: string): Promise<string | undefined> {
    if (!sameText(ticket, this.#ticket)) return undefined;
    const token = randomBytes(32).toString('base64url');
    this.#tokenDigest = digestOf(token);
    await this.#issueTicket();
    await writeDurably(this.#tokenFile, this.#tokenDigest.toString('hex'));
    return token;
  }

  holds(token: string): boolean {
    return this.#tokenDigest !== undefined && timingSafeEqual(digestOf(token), this.#tokenDigest);
  }

  get #tokenFile(): string {
    return join(this.#folder, 'screen-token');
  }

  async #issueTicket(): Promise<void> {
    this.#ticket = randomBytes(32).toString('base64url');
    await writeDurably(ScreenAccess.startPage(this.#folder), startPage(`${this.#pageUrl}#${this.#ticket}`));
  }
}

function startPage(url: string): string {
  return `<!doctype html><meta charset="utf-8"><title>Kaijo</title><meta http-equiv="refresh" content="0;url=${url}">\n`;
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function sameText(a: string, b: string): boolean {
  return timingSafeEqual(digestOf(a), digestOf(b));
}
