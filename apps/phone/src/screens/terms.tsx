import { DEFAULT_LANGUAGE } from '@kaijo/contract/language';
import { useVoice } from '@kaijo/ui';
import { type ReactNode, useId } from 'react';
import { useServices } from '../services.ts';
import { useTexts } from '../texts/index.ts';

interface TermsProps {
  readonly version: string;
  readonly agreed: boolean;
  readonly onAgree: (agreed: boolean) => void;
}

/** R44: consent to the terms, the purpose of the face check and its deletion, before any camera opens. */
export function Terms({ version, agreed, onAgree }: TermsProps): ReactNode {
  const { before } = useTexts();
  const { guideUrl } = useServices();
  const { language } = useVoice();
  const id = useId();
  /** As the guide's addresses are: Japanese at the root, the others behind their names. */
  const path = language === DEFAULT_LANGUAGE ? '/terms' : `/${language}/terms`;
  return (
    <section className="p-section p-terms">
      <h2 className="k-subheading">{before.termsHeading}</h2>
      <ul>
        <li>{before.termsFace}</li>
        <li>{before.termsCount}</li>
        <li>{before.termsCounter}</li>
      </ul>
      <p>
        <a href={`${guideUrl}${path}`} target="_blank" rel="noreferrer">
          {before.termsRead}
        </a>
      </p>
      <p className="p-check">
        <input id={id} type="checkbox" checked={agreed} onChange={({ target }) => onAgree(target.checked)} />
        <label htmlFor={id}>{before.termsAgree({ version })}</label>
      </p>
    </section>
  );
}
