import { type ReactNode, useEffect, useState } from 'react';
import { useVoice } from '../voice/voice.ts';

/** The time now, every `everyMs`; a hidden page catches up when it is shown again. */
export function useNow(everyMs: number, clock: () => Date = currentTime): Date {
  const [now, setNow] = useState(clock);
  useEffect(() => {
    const look = () => setNow(clock());
    const timer = setInterval(look, everyMs);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [everyMs, clock]);
  return now;
}

const currentTime = () => new Date();

export interface CountdownProps {
  readonly until: Date;
  /** The service's time, where the device's may be wrong. Must be the same function at each rendering. */
  readonly clock?: () => Date;
}

/** How long it lasts still, in words. It ticks silently: a screen reader is not interrupted each second. */
export function Countdown({ until, clock = currentTime }: CountdownProps): ReactNode {
  const { ui, formats } = useVoice();
  const now = useNow(1000, clock);
  const left = until.getTime() - now.getTime();
  return (
    <span className="k-countdown" role="timer">
      {left > 0 ? ui.remaining({ time: formats.duration(left) }) : ui.ended}
    </span>
  );
}
