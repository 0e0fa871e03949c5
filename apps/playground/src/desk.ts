/** Where the software card is: in the hand, held to the phone, on the kiosk's reader (packages/cli, desk). */
export type CardPlace = 'hand' | 'phone' | 'kiosk';
export const PLACES: readonly CardPlace[] = ['hand', 'phone', 'kiosk'];

export interface CardOnDesk {
  readonly place: CardPlace;
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

export async function moveCard(desk: string, place: CardPlace): Promise<CardOnDesk | undefined> {
  const answer = await fetch(`${desk}/card`, { method: 'PUT', body: JSON.stringify({ place }) }).catch(
    () => undefined,
  );
  return answer?.ok ? ((await answer.json()) as CardOnDesk) : undefined;
}
