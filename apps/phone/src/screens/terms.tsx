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
  const id = useId();
  return (
    <section className="p-section p-terms">
      <h2 className="k-subheading">{before.termsHeading}</h2>
      <ul>
        <li>{before.termsFace}</li>
        <li>{before.termsCount}</li>
        <li>{before.termsCounter}</li>
      </ul>
      <p>
        <a href={`${guideUrl}/terms`} target="_blank" rel="noreferrer">
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
