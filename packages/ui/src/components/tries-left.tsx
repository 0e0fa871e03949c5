import type { ReactNode } from 'react';
import { useVoice } from '../voice/voice.ts';
import { Notice } from './notice.tsx';

/** R10: how many tries there are, before the holder types; louder for the last one. */
export function TriesLeft({ count }: { readonly count: number }): ReactNode {
  const { ui } = useVoice();
  if (count <= 0) return <Notice kind="error">{ui.locked}</Notice>;
  return count === 1 ? (
    <Notice kind="warning">{ui.lastTry}</Notice>
  ) : (
    <p className="k-tries">{ui.triesLeft({ count })}</p>
  );
}
