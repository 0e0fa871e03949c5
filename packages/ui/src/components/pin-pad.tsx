import { type ReactNode, useEffect, useRef } from 'react';
import { useVoice } from '../voice/voice.ts';
import { Button, classes } from './button.tsx';

/**
 * Where keys go at once: an agent, or bytes that are wiped. The pad knows no PIN, only how many characters there are;
 * no key is in React's state, in an attribute or in a form (R30).
 */
export interface PinSink {
  /** UTF-16 code unit of the character: `'7'.charCodeAt(0)`. */
  key(codeUnit: number): void;
  erase(): void;
  clear(): void;
  /** Only where the entry is complete. */
  confirm(): void;
}

export type PinPadKind = 'digits' | 'letters-and-digits';

export interface PinPadProps {
  readonly kind: PinPadKind;
  /** Characters typed so far. */
  readonly entered: number;
  /** How many it takes, where that is fixed: four for digits. */
  readonly length?: number;
  readonly longest?: number;
  /** The entry has the PIN's shape. */
  readonly complete: boolean;
  readonly sink: PinSink;
}

const DIGIT_ROWS = ['123', '456', '789'] as const;
/** In the order of the alphabet: who types rarely finds a letter sooner than on a typewriter's keyboard. */
const LETTER_ROWS = ['1234567890', 'ABCDEFGHIJ', 'KLMNOPQRST', 'UVWXYZ'] as const;

/** Large keys for a touch screen. Keys of a keyboard work as well: characters, Backspace, Enter. */
export function PinPad({ kind, entered, length, longest, complete, sink }: PinPadProps): ReactNode {
  const { ui } = useVoice();
  useKeyboard(kind, complete, sink);
  const characters = (text: string) =>
    [...text].map((character) => (
      <button
        key={character}
        type="button"
        className="k-pad__key"
        onClick={() => sink.key(character.charCodeAt(0))}
      >
        {character}
      </button>
    ));
  const erase = (
    <button
      key="erase"
      type="button"
      className="k-pad__key k-pad__key--word"
      onClick={() => sink.erase()}
      disabled={entered === 0}
    >
      {ui.pad.delete}
    </button>
  );
  const clear = (
    <button
      key="clear"
      type="button"
      className="k-pad__key k-pad__key--word"
      onClick={() => sink.clear()}
      disabled={entered === 0}
    >
      {ui.pad.clear}
    </button>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form's fields, and this is no form (R30)
    <div className={classes('k-pad', `k-pad--${kind}`)} role="group" aria-label={ui.pad.label} data-silent="">
      <PinDots entered={entered} length={length} longest={longest} />
      {kind === 'digits' ? (
        <div className="k-pad__keys k-pad__keys--digits">
          {DIGIT_ROWS.map(characters)}
          {clear}
          {characters('0')}
          {erase}
        </div>
      ) : (
        <div className="k-pad__keys k-pad__keys--letters">
          {LETTER_ROWS.map(characters)}
          <span className="k-pad__wide">{erase}</span>
          <span className="k-pad__wide">{clear}</span>
        </div>
      )}
      <Button className="k-pad__confirm" disabled={!complete} onClick={() => sink.confirm()}>
        {ui.pad.confirm}
      </Button>
    </div>
  );
}

interface PinDotsProps {
  readonly entered: number;
  readonly length?: number | undefined;
  readonly longest?: number | undefined;
}

/** A dot for each character; nothing else of a PIN is ever on the screen. */
export function PinDots({ entered, length, longest }: PinDotsProps): ReactNode {
  const { ui } = useVoice();
  const places = Array.from({ length: length ?? Math.min(entered, longest ?? entered) }, (_, place) => place);
  const said = (): string => {
    if (entered === 0) return ui.pad.empty;
    return length === undefined
      ? ui.pad.typed({ count: entered })
      : ui.pad.typedOf({ count: entered, total: length });
  };
  return (
    <p className={classes('k-dots', length === undefined && 'k-dots--line')}>
      <span className="k-visually-hidden" aria-live="polite">
        {said()}
      </span>
      {places.map((place) => (
        <span
          key={place}
          aria-hidden="true"
          className={classes('k-dots__dot', place < entered && 'k-dots__dot--full')}
        />
      ))}
    </p>
  );
}

const CHARACTER: Readonly<Record<PinPadKind, RegExp>> = {
  digits: /^[0-9０-９]$/,
  'letters-and-digits': /^[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]$/,
};

/** A keyboard or a switch that sends keys, wherever the focus is; a focused button keeps its Enter and Space. */
function useKeyboard(kind: PinPadKind, complete: boolean, sink: PinSink): void {
  const latest = useRef({ kind, complete, sink });
  latest.current = { kind, complete, sink };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (target instanceof HTMLSelectElement || target instanceof HTMLInputElement) return;
      const pad = latest.current;
      if (CHARACTER[pad.kind].test(event.key)) pad.sink.key(event.key.charCodeAt(0));
      else if (event.key === 'Backspace') pad.sink.erase();
      else if (event.key === 'Enter' && pad.complete && !(target instanceof HTMLButtonElement))
        pad.sink.confirm();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
