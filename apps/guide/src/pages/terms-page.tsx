import type { ReactNode } from 'react';
import { addressOf } from '../addresses.ts';
import type { Speech } from '../content/index.ts';

const SECTIONS = ['service', 'who', 'face', 'erase', 'card', 'limit', 'choice', 'record'] as const;

/**
 * What the phone asks consent to before its camera opens (R44): purpose of the face check, deletion, the counter as the
 * other way.
 *
 * @param version that the service asks for now; unknown while the service is away
 */
export function TermsPage({
  speech,
  version,
}: {
  readonly speech: Speech;
  readonly version: string | undefined;
}): ReactNode {
  const { terms, office } = speech.texts;
  return (
    <>
      <h1>{terms.title}</h1>
      {version !== undefined && <p>{terms.version({ version })}</p>}
      <p>{terms.lead}</p>
      {SECTIONS.map((section) => (
        <section key={section}>
          <h2>{terms[section].title}</h2>
          <p>{terms[section].text}</p>
        </section>
      ))}
      <p>
        <a href={addressOf(speech.language, '/#office')}>{office.title}</a>
      </p>
    </>
  );
}
