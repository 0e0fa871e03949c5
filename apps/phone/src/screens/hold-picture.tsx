import type { ReactNode } from 'react';
import { useServices } from '../services.ts';
import { useTexts } from '../texts/index.ts';

/** Where the antenna is, and that the phone waits. Most phones have it in the upper third of their back. */
export function HoldPicture({ busy = false }: { readonly busy?: boolean }): ReactNode {
  const { hold } = useTexts();
  const { reader } = useServices();
  return (
    <figure className="p-hold">
      <svg className="p-hold__picture" viewBox="0 0 240 220" aria-hidden="true" focusable="false">
        <rect className="p-hold__phone" x="80" y="10" width="80" height="160" rx="12" />
        <circle className="p-hold__lens" cx="98" cy="28" r="7" />
        <g className="p-hold__waves">
          <path d="M100 62a28 28 0 0 1 40 0" />
          <path d="M90 52a42 42 0 0 1 60 0" />
        </g>
        <g className="p-hold__card">
          <rect x="60" y="76" width="120" height="76" rx="8" />
          <rect className="p-hold__chip" x="74" y="104" width="20" height="16" rx="3" />
          <rect className="p-hold__line" x="106" y="96" width="58" height="7" rx="3" />
          <rect className="p-hold__line" x="106" y="112" width="44" height="7" rx="3" />
        </g>
      </svg>
      <figcaption>
        <p>{reader === 'nfc' ? hold.antennaPhone : hold.antennaDesk}</p>
        <p className={busy ? 'p-busy' : 'p-busy p-busy--slow'} role="status">
          {busy ? hold.reading : hold.waiting}
        </p>
      </figcaption>
    </figure>
  );
}
