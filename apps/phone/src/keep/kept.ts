import type { Reservation } from '@kaijo/contract';

/**
 * All that this app keeps on the device: the reservation's token with what was last heard of it (no name, no card, R38),
 * and the number of this installation, on which the restriction counts (R21). The language is kept by packages/ui.
 * Nothing typed and nothing read from a card is ever here.
 */
export interface Kept {
  readonly token: string;
  readonly reservation: Reservation;
}

/** The part of `localStorage` that is used; where it is switched off, everything lasts as long as the page. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const RESERVATION = 'kaijo.reservation';
const INSTALLATION = 'kaijo.installation';

export function readKept(store: Store | undefined): Kept | undefined {
  const text = attempt(() => store?.getItem(RESERVATION));
  if (!text) return undefined;
  const kept = attempt(() => JSON.parse(text) as Kept);
  return typeof kept?.token === 'string' && typeof kept.reservation?.expiresAt === 'string'
    ? kept
    : undefined;
}

export function keep(store: Store | undefined, { token, reservation }: Kept): void {
  attempt(() => store?.setItem(RESERVATION, JSON.stringify({ token, reservation })));
}

export function forget(store: Store | undefined): void {
  attempt(() => store?.removeItem(RESERVATION));
}

/** The number of this installation, made at the first use. */
export function appInstance(store: Store | undefined): string {
  const known = attempt(() => store?.getItem(INSTALLATION));
  if (known) return known;
  const fresh = crypto.randomUUID();
  attempt(() => store?.setItem(INSTALLATION, fresh));
  return fresh;
}

function attempt<T>(access: () => T): T | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
}
