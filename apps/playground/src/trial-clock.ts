/** The trial's own clock, where it was set on because kiosks are closed at this time of the day (R24). */
export interface TrialClock {
  readonly now: Date;
  readonly kiosksOpen: boolean;
  /** It is not this machine's time. */
  readonly isSetOn: boolean;
}

const SAME_TIME_MS = 120_000;

/** @returns undefined where the service does not answer */
export async function readTrialClock(): Promise<TrialClock | undefined> {
  const answer = await fetch('/v1/status').catch(() => undefined);
  if (!answer?.ok) return undefined;
  const { now, kiosk } = (await answer.json()) as { now: string; kiosk: { open: boolean } };
  const time = new Date(now);
  return {
    now: time,
    kiosksOpen: kiosk.open,
    isSetOn: Math.abs(time.getTime() - Date.now()) > SAME_TIME_MS,
  };
}

/** `11/25 12:04`, in Japan. */
export function inJapan(time: Date, language: 'ja' | 'en'): string {
  return new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Asia/Tokyo',
  }).format(time);
}
