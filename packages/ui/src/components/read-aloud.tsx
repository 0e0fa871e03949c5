import { type ReactNode, useEffect, useState } from 'react';
import { useVoice } from '../voice/voice.ts';
import { Button } from './button.tsx';

export interface ReadAloudProps {
  /** When it changes, reading stops: the words are of another screen. */
  readonly step: string;
  /** What to read; by default the screen's text without pads and small print (`data-silent`). */
  readonly text?: () => string;
}

/** Reads the screen with the system's voice. Nothing typed is ever read: the pads are silent. */
export function ReadAloud({ step, text = screenText }: ReadAloudProps): ReactNode {
  const { ui, tag, language } = useVoice();
  const [reading, setReading] = useState(false);
  const speech = globalThis.speechSynthesis;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another step or language ends the reading
  useEffect(
    () => () => {
      speech?.cancel();
      setReading(false);
    },
    [step, language, speech],
  );
  if (speech === undefined) return null;

  function read() {
    const utterance = new SpeechSynthesisUtterance(language === 'ja-easy' ? withoutReadings(text()) : text());
    utterance.lang = tag;
    utterance.onend = () => setReading(false);
    utterance.onerror = () => setReading(false);
    speech.cancel();
    speech.speak(utterance);
    setReading(true);
  }

  function stop() {
    speech.cancel();
    setReading(false);
  }

  return (
    <Button look="secondary" className="k-read-aloud" onClick={reading ? stop : read} aria-pressed={reading}>
      {reading ? ui.stopReading : ui.readAloud}
    </Button>
  );
}

/** The screen's text in reading order, a sentence end after each block. */
export function screenText(): string {
  const parts: string[] = [];
  const walk = (node: Node): void => {
    if (node instanceof Text) parts.push(node.data);
    if (!(node instanceof Element)) return;
    if (node.hasAttribute('data-silent') || node.getAttribute('aria-hidden') === 'true') return;
    for (const child of node.childNodes) walk(child);
    if (/^(P|H\d|LI|DIV|DT|DD|BUTTON|SECTION)$/.test(node.tagName)) parts.push('\n');
  };
  const main = document.querySelector('[role="alertdialog"]') ?? document.querySelector('main');
  if (main !== null) walk(main);
  return parts
    .join('')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}

/** やさしい日本語 writes readings in brackets behind words; spoken they would be heard twice. */
export function withoutReadings(text: string): string {
  return text.replace(/（[ぁ-んー]+）/g, '');
}
