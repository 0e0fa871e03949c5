import type { Language } from '@kaijo/contract/language';
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Source, Texts } from '../language/catalogue.ts';
import type { CatalogueLoaders } from '../texts/index.ts';
import { loadVoice, useVoice, type Voice, VoiceContext } from './voice.ts';

export interface LanguageProviderProps {
  /** Loaded before the first rendering, so that no screen is ever without words. */
  readonly start: Voice;
  /**
   * Where something else decides (a kiosk's agent): the language to speak. A choice is then told to `onChoose` alone,
   * and is spoken when it comes back here.
   */
  readonly language?: Language;
  /** Called with each choice, to keep it on a phone. A kiosk keeps none. */
  readonly onChoose?: (language: Language) => void;
  readonly children: ReactNode;
}

/** The languages of one app: its loader, its provider and its typed texts. */
export interface Languages<S extends Source> {
  readonly load: (language: Language) => Promise<Voice>;
  readonly LanguageProvider: (props: LanguageProviderProps) => ReactNode;
  readonly useTexts: () => Texts<S>;
}

export function createLanguages<S extends Source>(loaders: CatalogueLoaders<S>): Languages<S> {
  const load = (language: Language) => loadVoice(loaders, language);
  function LanguageProvider({ start, language, onChoose, children }: LanguageProviderProps): ReactNode {
    const [voice, setVoice] = useState(start);
    const latest = useRef(start.language);
    const voiceNow = useRef(voice.language);
    voiceNow.current = voice.language;
    const speak = useCallback((wanted: Language) => {
      if (latest.current === wanted) return;
      latest.current = wanted;
      load(wanted).then(
        // Of two quick choices the later one counts, whichever arrives first.
        (loaded) => latest.current === wanted && setVoice(loaded),
        // Not to be fetched (no network): the words on the screen stay, and the same choice can be made again.
        () => {
          if (latest.current === wanted) latest.current = voiceNow.current;
        },
      );
    }, []);
    const decided = language !== undefined;
    useEffect(() => {
      if (language !== undefined) speak(language);
    }, [language, speak]);
    const choose = useCallback(
      (wanted: Language) => {
        onChoose?.(wanted);
        if (!decided) speak(wanted);
      },
      [onChoose, speak, decided],
    );
    // With the words themselves: a screen reader never speaks the new ones by the old language's rules.
    useLayoutEffect(() => {
      document.documentElement.lang = voice.tag;
    }, [voice.tag]);
    const speaking = useMemo(() => ({ ...voice, choose }), [voice, choose]);
    return <VoiceContext value={speaking}>{children}</VoiceContext>;
  }
  return { load, LanguageProvider, useTexts: () => useVoice().app as Texts<S> };
}
