import type { ReactNode } from 'react';

/** A card that comes down on a reader; still when motion is reduced. `label` where it says what no words beside it say. */
export function CardPicture({ label }: { readonly label?: string }): ReactNode {
  const said = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <div className="kiosk-picture" {...said}>
      <svg viewBox="0 0 320 220" aria-hidden="true">
        <path className="kiosk-picture__reader" d="M62 140 H258 L296 186 H24 Z" />
        <path className="kiosk-picture__reader" d="M24 186 H296 V206 Q296 212 290 212 H30 Q24 212 24 206 Z" />
        <path className="kiosk-picture__wave" d="M128 176 a46 14 0 0 1 64 0 M144 182 a24 8 0 0 1 32 0" />
        <g className="kiosk-picture__card">
          <rect x="86" y="34" width="148" height="92" rx="9" />
          <rect className="kiosk-picture__photo" x="98" y="50" width="34" height="44" rx="3" />
          <path d="M144 56 H220 M144 72 H206 M144 88 H214" />
          <rect className="kiosk-picture__chip" x="98" y="102" width="22" height="14" rx="3" />
        </g>
      </svg>
    </div>
  );
}
