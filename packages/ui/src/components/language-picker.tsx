import { LANGUAGE_NAMES, LANGUAGES, languageTag } from '@kaijo/contract/language';
import { type ReactNode, useId } from 'react';
import { useVoice } from '../voice/voice.ts';
import { classes } from './button.tsx';

/** The seven languages as a native select: one tap, any screen, any device; known to every screen reader. */
export function LanguageSelect(): ReactNode {
  const { ui, language, choose } = useVoice();
  const id = useId();
  return (
    <div className="k-language">
      <label className="k-visually-hidden" htmlFor={id}>
        {ui.chooseLanguage} / Language
      </label>
      <select
        id={id}
        className="k-language__select"
        value={language}
        onChange={({ target }) => choose(target.value as typeof language)}
      >
        {LANGUAGES.map((one) => (
          <option key={one} value={one} lang={languageTag(one)}>
            {LANGUAGE_NAMES[one]}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The seven languages as buttons side by side, for kiosks and first screens. */
export function LanguageButtons(): ReactNode {
  const { ui, language, choose } = useVoice();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form's fields
    <div className="k-languages" role="group" aria-label={`${ui.chooseLanguage} / Language`}>
      {LANGUAGES.map((one) => (
        <button
          key={one}
          type="button"
          lang={languageTag(one)}
          className={classes('k-languages__one', one === language && 'k-languages__one--chosen')}
          aria-pressed={one === language}
          onClick={() => choose(one)}
        >
          {LANGUAGE_NAMES[one]}
        </button>
      ))}
    </div>
  );
}
