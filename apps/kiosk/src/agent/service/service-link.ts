import {
  type KioskClient,
  type KioskReport,
  problemTypeOf,
  type Receipt,
  type Sentence,
  type StatusAnswer,
} from '@kaijo/contract';
import { type CompletionOutbox, deliver, type Patience } from '@kaijo/procedures';
import { type Standing, standingOf } from '../../session/index.ts';

export interface ServiceLinkOptions {
  readonly client: KioskClient;
  readonly outbox: CompletionOutbox;
  readonly now: () => Date;
  /** What the kiosk says of itself. */
  readonly report: () => Promise<Omit<KioskReport, 'kioskTime' | 'pendingProofs'>>;
  readonly onStanding: (standing: Standing) => void;
  readonly onStore: (name: string) => void;
  /** A proof of an earlier moment was answered (R31). */
  readonly onDelivered: (session: string, receipt: Receipt) => void;
  /** The kiosk's clock is off by so many milliseconds; decides nothing. */
  readonly onClockOffset: (milliseconds: number) => void;
  /** After each contact: certificates to renew. */
  readonly onContact: () => Promise<unknown>;
  readonly onDefect: (error: unknown) => void;
}

const POLL_MS = 20_000;
/** While the service is silent, and around its openings and closings. */
const POLL_SOON_MS = 3_000;
/** So many silences in a row, and the screen says that nothing can be done here. */
const LOST_AFTER = 3;
const LOOK_MS = 500;
/** One attempt at each contact: the next contact is the next attempt. */
const ONCE: Patience = { attempts: 1, firstWait: 0, sleep: async () => {} };

/**
 * What the agent knows of the service between sessions: hours and maintenance ahead (R24, R36), its time, whether the
 * kiosk is admitted and not stopped (R42). Each contact delivers what waits in the outbox (R31, R33).
 */
export class ServiceLink {
  readonly #options: ServiceLinkOptions;
  #status: StatusAnswer | undefined;
  #stopped: Sentence | undefined;
  #admitted = true;
  #silences = 0;
  /** The service's clock less the kiosk's, in milliseconds. */
  #offset = 0;
  #told = '';
  #contact: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #lastContact = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ServiceLinkOptions) {
    this.#options = options;
  }

  /** The service's time as far as it is known. */
  now(): Date {
    return new Date(this.#options.now().getTime() + this.#offset);
  }

  get standing(): Standing {
    if (!this.#admitted) return { kind: 'out-of-order', reason: 'not-admitted' };
    if (this.#silences >= LOST_AFTER) return { kind: 'out-of-order', reason: 'service-unreachable' };
    if (this.#status === undefined) return { kind: 'out-of-order', reason: 'starting' };
    if (this.#stopped !== undefined) return { kind: 'stopped', sentence: this.#stopped };
    return standingOf(this.#status, this.now());
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.#look();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await (this.#next ?? this.#contact);
  }

  /**
   * One contact that begins now, or as soon as the one under way is over: after a session that could not tell the service
   * its proof, and in tests. The one under way may have looked into the outbox before.
   */
  contactNow(): Promise<void> {
    if (this.#contact === undefined) return this.#begin();
    this.#next ??= this.#contact.then(() => {
      this.#next = undefined;
      return this.#begin();
    });
    return this.#next;
  }

  #begin(): Promise<void> {
    this.#contact = this.#makeContact()
      .catch(this.#options.onDefect)
      .finally(() => {
        this.#contact = undefined;
      });
    return this.#contact;
  }

  #look(): void {
    this.#tell();
    const wait = this.#silences > 0 || this.#hasChanged() ? POLL_SOON_MS : POLL_MS;
    const isDue = performance.now() - this.#lastContact >= wait;
    if (isDue && this.#contact === undefined) void this.#begin();
  }

  /** An opening, a closing or the end of a maintenance has come since the last answer. */
  #hasChanged(): boolean {
    return this.#status !== undefined && this.now().getTime() >= Date.parse(this.#status.kiosk.changesAt);
  }

  async #makeContact(): Promise<void> {
    this.#lastContact = performance.now();
    const status = await this.#options.client.showStatus();
    if (status.kind === 'unreachable') {
      this.#silences++;
      this.#tell();
      return;
    }
    this.#silences = 0;
    if (status.kind === 'ok') this.#take(status.body, (performance.now() - this.#lastContact) / 2);
    await this.#report();
    this.#tell();
    if (!this.#admitted) return;
    await this.#deliver();
    await this.#options.onContact();
  }

  /** `underWay`: how old the answer is, in milliseconds. */
  #take(status: StatusAnswer, underWay: number): void {
    this.#status = status;
    this.#offset = Date.parse(status.now) + underWay - this.#options.now().getTime();
    this.#options.onClockOffset(-this.#offset);
  }

  async #report(): Promise<void> {
    const { client, outbox, now, report, onStore } = this.#options;
    const answer = await client.report({
      ...(await report()),
      kioskTime: now().toISOString(),
      pendingProofs: (await outbox.list()).length,
    });
    if (answer.kind === 'unreachable') return;
    this.#admitted = answer.kind === 'ok' || problemTypeOf(answer.problem) !== 'not-authorised';
    if (answer.kind !== 'ok') return;
    this.#stopped = answer.body.stopped;
    onStore(answer.body.storeName);
  }

  async #deliver(): Promise<void> {
    const { client: kiosk, outbox, onDelivered } = this.#options;
    for (const pending of await outbox.list()) {
      const outcome = await deliver(pending, { kiosk, outbox, patience: ONCE });
      if (outcome.kind === 'completed') onDelivered(pending.session, outcome.receipt);
    }
  }

  #tell(): void {
    const { standing } = this;
    const text = JSON.stringify(standing);
    if (text === this.#told) return;
    this.#told = text;
    this.#options.onStanding(standing);
  }
}
