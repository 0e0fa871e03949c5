import { Steps } from '@kaijo/ui';
import type { ReactNode } from 'react';
import { useTexts } from './texts/index.ts';

const ORDER = ['card', 'prove', 'newPin', 'write'] as const;

/** Where on the way of four steps the holder is. */
export function Journey({ at }: { readonly at: (typeof ORDER)[number] }): ReactNode {
  const { steps } = useTexts();
  return (
    <nav className="kiosk-journey" data-silent="">
      <Steps names={ORDER.map((name) => steps[name])} at={ORDER.indexOf(at)} />
    </nav>
  );
}
