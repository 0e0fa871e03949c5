/** Where the software card is: in the hand, held to the phone, on the kiosk's reader (packages/cli, desk). */
export type CardPlace = 'hand' | 'phone' | 'kiosk';
export const PLACES: readonly CardPlace[] = ['hand', 'phone', 'kiosk'];

/** Which of its PINs is locked tells one card from the other. */
export type LockedPin = 'auth' | 'sign';

export interface CardOnDesk {
  readonly place: CardPlace;
  readonly card?: LockedPin;
  readonly holder?: string;
  /** The kiosk's screen can be opened at the desk's `/kiosk-screen`. */
  readonly kiosk?: boolean;
}

/** The table of `kaijo up`; `undefined` where none runs. */
export async function findDesk(): Promise<string | undefined> {
  const answer = await fetch('/try/desk.json').catch(() => undefined);
  if (!answer?.ok) return undefined;
  const { url } = (await answer.json()) as { url?: unknown };
  return typeof url === 'string' ? url : undefined;
}

export async function lookAtCard(desk: string): Promise<CardOnDesk | undefined> {
  const answer = await fetch(`${desk}/card`).catch(() => undefined);
  return answer?.ok ? ((await answer.json()) as CardOnDesk) : undefined;
}

/** Moves the card, or takes another one into the hand. */
export async function changeDesk(
  desk: string,
  wish: { readonly place: CardPlace } | { readonly card: LockedPin },
): Promise<CardOnDesk | undefined> {
  const answer = await fetch(`${desk}/card`, { method: 'PUT', body: JSON.stringify(wish) }).catch(
    () => undefined,
  );
  return answer?.ok ? ((await answer.json()) as CardOnDesk) : undefined;
}
