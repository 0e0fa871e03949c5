import type { CounterReceipt, CounterSession, IdentityDocument, PinKind, Problem } from '@kaijo/contract';
import { CardGoneError } from '@kaijo/iso7816';
import {
  type CardAtCounter,
  type CounterWritten,
  DEFAULT_PATIENCE,
  readCardAtCounter,
  resetAtCounter,
} from '@kaijo/procedures';
import { useState } from 'react';
import { connectCard } from '../card/card-reader.ts';
import { type HolderWindow, openHolderWindow } from '../holder/holder-window.ts';
import { assertPasskey, type Office } from '../session/office.ts';

export type CardTrouble = 'no-reader' | 'card-gone' | 'not-a-card' | 'no-certificate';
export type Unfinished = Exclude<CounterWritten, { kind: 'completed' }>;

/** Where the clerk is. One PIN after the other, under one identification (R34). */
export type DeskStep =
  | { readonly at: 'card'; readonly trouble?: CardTrouble; readonly waiting?: true }
  | { readonly at: 'identify'; readonly card: CardAtCounter; readonly problem?: Problem | 'unreachable' }
  | {
      readonly at: 'second';
      readonly card: CardAtCounter;
      readonly session: CounterSession;
      readonly problem?: 'same' | 'failed';
    }
  | {
      readonly at: 'typing' | 'writing';
      readonly card: CardAtCounter;
      readonly session: CounterSession;
      readonly pin: PinKind;
      /** The browser did not open the holder's window. */
      readonly blocked?: true;
      /** The holder has been asked. */
      readonly waiting?: true;
    }
  | {
      readonly at: 'failed';
      readonly card: CardAtCounter;
      readonly session: CounterSession;
      readonly pin: PinKind;
      readonly written: Unfinished;
    }
  | { readonly at: 'done'; readonly receipts: readonly CounterReceipt[] };

/** The counter's flow over service, card and the holder's window. */
export function useCounter(office: Office, baseUrl: string) {
  const [step, go] = useState<DeskStep>({ at: 'card' });
  const [holder, setHolder] = useState<HolderWindow>();

  async function read(): Promise<void> {
    go({ at: 'card', waiting: true });
    try {
      const channel = await connectCard(baseUrl);
      if (channel === undefined) return go({ at: 'card', trouble: 'no-reader' });
      const found = await readCardAtCounter(channel);
      await channel.disconnect();
      if (found.kind === 'card') go({ at: 'identify', card: found });
      else if (found.kind === 'no-certificate') go({ at: 'card', trouble: 'no-certificate' });
      else go({ at: 'card', trouble: found.kind === 'card-gone' ? 'card-gone' : 'not-a-card' });
    } catch (error) {
      if (!(error instanceof CardGoneError)) throw error;
      go({ at: 'card', trouble: 'card-gone' });
    }
  }

  async function open(
    card: CardAtCounter,
    pins: readonly PinKind[],
    identifiedBy: IdentityDocument,
  ): Promise<void> {
    const { authCertificate } = card;
    const opened = await office.counter.open({ authCertificate, pins: [...pins], identifiedBy });
    if (opened.kind === 'problem') return go({ at: 'identify', card, problem: opened.problem });
    if (opened.kind !== 'ok') return go({ at: 'identify', card, problem: 'unreachable' });
    const session = opened.body;
    if (session.secondPerson === 'needed') go({ at: 'second', card, session });
    else next(card, session);
  }

  async function confirm(card: CardAtCounter, session: CounterSession): Promise<void> {
    const begun = await office.counter.beginSecondPerson(session.session);
    const response = begun.kind === 'ok' ? await assertPasskey(begun.body.options) : undefined;
    if (begun.kind !== 'ok' || response === undefined)
      return go({ at: 'second', card, session, problem: 'failed' });
    const { ceremony } = begun.body;
    const confirmed = await office.counter.confirmSecondPerson(session.session, { ceremony, response });
    if (confirmed.kind === 'ok') return next(card, confirmed.body);
    const isSame = confirmed.kind === 'problem' && confirmed.problem.reason === 'same-person';
    go({ at: 'second', card, session, problem: isSame ? 'same' : 'failed' });
  }

  function next(card: CardAtCounter, session: CounterSession): void {
    const open = session.resets.find(({ state }) => state !== 'completed');
    if (open !== undefined) go({ at: 'typing', card, session, pin: open.pin });
    else go({ at: 'done', receipts: session.resets.flatMap(({ receipt }) => receipt ?? []) });
  }

  /** From a click: the window can open only then. */
  async function type(card: CardAtCounter, session: CounterSession, pin: PinKind): Promise<void> {
    const window = holder?.isOpen() ? holder : openHolderWindow();
    setHolder(window);
    if (window === undefined) return go({ at: 'typing', card, session, pin, blocked: true });
    go({ at: 'typing', card, session, pin, waiting: true });
    window.tell({ kind: 'ask', pin, policy: session.newPinPolicy });
    const newPin = await window.nextPin();
    go({ at: 'writing', card, session, pin });
    try {
      const written = await write({ session, pin, authCertificate: card.authCertificate, newPin });
      if (written.kind !== 'completed') {
        window.tell({ kind: 'stopped' });
        return go({ at: 'failed', card, session, pin, written });
      }
      const resets = session.resets.map((reset) =>
        reset.pin === pin ? { pin, state: 'completed' as const, receipt: written.receipt } : reset,
      );
      window.tell({ kind: 'done' });
      next(card, { ...session, resets });
    } finally {
      newPin.wipe();
    }
  }

  async function write(attempt: Parameters<typeof resetAtCounter>[2]): Promise<CounterWritten> {
    const gone: CounterWritten = { kind: 'card-gone', state: { kind: 'unchanged' } };
    try {
      const channel = await connectCard(baseUrl);
      if (channel === undefined) return gone;
      const written = await resetAtCounter(
        channel,
        { counter: office.counter, patience: DEFAULT_PATIENCE },
        attempt,
      );
      await channel.disconnect();
      return written;
    } catch (error) {
      if (error instanceof CardGoneError) return gone;
      throw error;
    }
  }

  function start(): void {
    holder?.tell({ kind: 'idle' });
    go({ at: 'card' });
  }

  return { step, read, open, confirm, type, next, start, hasWindow: holder !== undefined };
}

export type Counter = ReturnType<typeof useCounter>;
