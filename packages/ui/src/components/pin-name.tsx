import type { PinKind } from '@kaijo/contract';
import type { ReactNode } from 'react';
import { useVoice } from '../voice/voice.ts';

/** A PIN with its shape and what it is for, because the names alone confuse (screens.md). */
export function PinName({ pin }: { readonly pin: PinKind }): ReactNode {
  const { ui } = useVoice();
  const { name, shape, purpose } = ui.pins[pin];
  return (
    <span className="k-pin-name">
      <span className="k-pin-name__name">{ui.pinInFull({ name, shape })}</span>
      <span className="k-pin-name__purpose">{purpose}</span>
    </span>
  );
}

/** `署名用パスワード（英数字6〜16文字）` for use in sentences. */
export function usePinInFull(): (pin: PinKind) => string {
  const { ui } = useVoice();
  return (pin) => ui.pinInFull({ name: ui.pins[pin].name, shape: ui.pins[pin].shape });
}
