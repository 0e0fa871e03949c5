/** What an audit entry counts as: its kind, and of its data only what names no card, app, kiosk or person. */
export interface Counted {
  /** The entry's kind: `reservation.made`, `kiosk-session.opening-refused` … */
  readonly event: string;
  /** The PIN it was about; '' where it was about none. */
  readonly pin: string;
  /** The problem's type, where it was a refusal; else ''. */
  readonly problem: string;
}

/** The steps from the phone to the new PIN, the face check, and the counter. Acts of staff are not counted. */
const COUNTED = /^(phone-session|face-check|reservation|restriction|kiosk-session|counter-session)\.[a-z-]+$/;

export function countedOf(entry: {
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}): Counted | undefined {
  if (!COUNTED.test(entry.kind)) return undefined;
  const word = (name: string): string => {
    const value = entry.data[name];
    return typeof value === 'string' ? value : '';
  };
  return { event: entry.kind, pin: word('targetPin'), problem: word('problem') };
}

const HOUR_MS = 3_600_000;

export function hourOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);
}

const BASE = 5;

/**
 * To the nearest multiple of five (the usual base of official statistics): one or two people in a small place are not to
 * be found in a number, and not by taking one from another.
 */
export function rounded(count: number): number {
  return Math.round(count / BASE) * BASE;
}

const RATE_NEEDS = 20;

/** Failed face checks among the judged ones, in percent; of fewer than twenty nothing is said. */
export function faceFailureRate(of: {
  readonly passed: number;
  readonly failed: number;
}): number | undefined {
  const judged = of.passed + of.failed;
  return judged < RATE_NEEDS ? undefined : Math.round((100 * of.failed) / judged);
}
