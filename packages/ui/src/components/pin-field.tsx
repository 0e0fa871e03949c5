import type { PinKind } from '@kaijo/contract';
import { type FoldedPin, foldPin, type PinChanges } from '@kaijo/mynacard';
import { type ReactNode, type Ref, useId, useImperativeHandle, useRef, useState } from 'react';
import { useVoice } from '../voice/voice.ts';
import { classes } from './button.tsx';

export interface PinFieldHandle {
  /** Takes the PIN out of the field: folded (R8), and the field is empty afterwards. The caller wipes the secret. */
  take(): FoldedPin;
  clear(): void;
  focus(): void;
}

export interface PinFieldProps {
  readonly pin: PinKind;
  readonly label: ReactNode;
  readonly handle: Ref<PinFieldHandle>;
  /** What is wrong, in words; ties itself to the field. */
  readonly error?: string | undefined;
  /** How many characters there are now; never which. */
  readonly onEntered?: (entered: number) => void;
  readonly onEnter?: () => void;
}

const NO_CHANGES: PinChanges = { toHalfWidth: false, toUpperCase: false };

/**
 * The field of a phone for a PIN. The characters live in the input alone (React does not hold them), are shown on demand,
 * and leave through {@link PinFieldHandle.take}. It says when letters are taken as capitals or as half-width (R8).
 */
export function PinField({ pin, label, handle, error, onEntered, onEnter }: PinFieldProps): ReactNode {
  const { ui } = useVoice();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const [changes, setChanges] = useState<PinChanges | 'unusable'>(NO_CHANGES);
  useImperativeHandle(handle, () => ({
    take() {
      const folded = foldPin(pin, input.current?.value ?? '');
      empty();
      return folded;
    },
    clear: empty,
    focus: () => input.current?.focus(),
  }));
  const letters = pin === 'sign';

  function empty() {
    if (input.current !== null) input.current.value = '';
    setChanges(NO_CHANGES);
    setShown(false);
    onEntered?.(0);
  }

  function look() {
    const typed = input.current?.value ?? '';
    const folded = foldPin(pin, typed);
    if (folded.kind === 'folded') folded.pin.wipe();
    setChanges(folded.kind === 'folded' ? folded.changes : 'unusable');
    onEntered?.(typed.length);
  }

  return (
    <div className="k-pin-field">
      <label className="k-pin-field__label" htmlFor={id}>
        {label}
      </label>
      <div className="k-pin-field__row">
        <input
          ref={input}
          id={id}
          className={classes(
            'k-pin-field__input',
            letters && 'k-pin-field__input--capitals',
            !shown && 'k-pin-field__input--hidden',
          )}
          type="text"
          inputMode={letters ? 'text' : 'numeric'}
          autoComplete="off"
          autoCapitalize="characters"
          autoCorrect="off"
          spellCheck={false}
          data-1p-ignore=""
          data-lpignore="true"
          maxLength={letters ? 16 : 4}
          aria-invalid={error !== undefined || changes === 'unusable'}
          aria-describedby={`${id}-said`}
          onInput={look}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) onEnter?.();
          }}
        />
        <button
          type="button"
          className="k-button k-button--secondary"
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          {shown ? ui.field.hide : ui.field.show}
        </button>
      </div>
      <div id={`${id}-said`} className="k-pin-field__said" aria-live="polite">
        {error !== undefined && <p className="k-pin-field__error">{error}</p>}
        {changes === 'unusable' ? (
          <p className="k-pin-field__error">{ui.field.unusable}</p>
        ) : (
          <>
            {changes.toUpperCase && <p>{ui.field.upperCase}</p>}
            {changes.toHalfWidth && <p>{ui.field.halfWidth}</p>}
          </>
        )}
      </div>
    </div>
  );
}
