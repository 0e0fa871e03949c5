/** An enrolment code as it is stored: its text is shown once and kept nowhere. */
export interface StoredCode {
  readonly store: string;
  readonly expiresAt: Date;
  readonly usedAt?: Date;
}

const HOUR = 3_600_000;
/** Long enough for who carries the machine to the store, short enough to be worth nothing on a forgotten note. */
export const CODE_VALID_MS = 24 * HOUR;

/** Whether a code still admits a kiosk at `now`: once, and before its end. */
export function isCodeGood({ expiresAt, usedAt }: StoredCode, now: Date): boolean {
  return usedAt === undefined && now.getTime() < expiresAt.getTime();
}

/** Crockford's base 32: no I, L, O and U, so that nothing is misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;
const GROUP = 4;

/** Twelve characters (60 bits) of as many random bytes, in groups of four. */
export function codeOf(random: Uint8Array): string {
  const characters = [...random.subarray(0, LENGTH)].map(
    (byte) => ALPHABET[byte % ALPHABET.length] as string,
  );
  const groups = [0, GROUP, 2 * GROUP].map((from) => characters.slice(from, from + GROUP).join(''));
  return groups.join('-');
}
export const CODE_BYTES = LENGTH;

/** What somebody has typed from a note, as it was issued: capitals, no hyphens or blanks, O for 0, I and L for 1. */
export function canonicalCode(typed: string): string {
  return typed.toUpperCase().replace(/[ -]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
}

/** A kiosk whose clock is off by more is told to its operator; it decides nothing either way. */
export const CLOCK_OFFSET_TOLD_MS = 30_000;

/** The kiosk's clock less the service's, in milliseconds, as far as a database's integer goes. */
export function clockOffset(kioskTime: Date, now: Date): number {
  const offset = kioskTime.getTime() - now.getTime();
  return Math.max(-MOST, Math.min(MOST, offset));
}
const MOST = 2_147_483_647;

/** A kiosk reports every half minute; one that was not heard of for ten has no power, no line, or no program running. */
export const SILENT_AFTER_MS = 10 * 60_000;

/** Whether a kiosk should be heard of and is not. Of one that was just enrolled, the first report is waited for. */
export function isSilent(
  kiosk: { readonly enrolledAt: Date; readonly revokedAt?: Date; readonly heardAt?: Date },
  now: Date,
): boolean {
  if (kiosk.revokedAt !== undefined) return false;
  const last = kiosk.heardAt ?? kiosk.enrolledAt;
  return now.getTime() - last.getTime() > SILENT_AFTER_MS;
}
