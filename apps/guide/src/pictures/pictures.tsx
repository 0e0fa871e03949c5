import type { ReactNode } from 'react';
import type { GuideTexts } from '../content/index.ts';

/** Drawn for the guide: lines in the text's colour, what matters in the colour of actions. 120 × 90. */
const DRAWINGS = {
  phone: (
    <>
      <rect x="38" y="4" width="44" height="82" rx="6" />
      <rect className="pa" x="44" y="20" width="32" height="16" rx="3" />
      <rect x="44" y="42" width="32" height="16" rx="3" />
      <path className="ps" d="M49 28l4 4 8-8" />
      <path className="pn" d="M56 78h8" />
    </>
  ),
  card: (
    <>
      <rect x="0" y="0" width="56" height="36" rx="4" />
      <rect className="pa" x="36" y="8" width="14" height="18" rx="2" />
      <path className="pn" d="M6 10h22M6 18h16M6 26h20" />
    </>
  ),
  photo: (
    <>
      <use href="#d-card" x="32" y="48" />
      <rect x="42" y="4" width="36" height="34" rx="5" />
      <circle className="pa" cx="60" cy="21" r="9" />
      <circle className="pd" cx="60" cy="21" r="3" />
      <path className="pn" d="M46 42l-10 4M74 42l10 4" strokeDasharray="3 4" />
    </>
  ),
  read: (
    <>
      <use href="#d-card" x="10" y="46" />
      <rect x="54" y="8" width="36" height="66" rx="5" />
      <path className="ps" d="M30 38a14 14 0 0 1 18-12M36 42a8 8 0 0 1 10-7" />
      <path className="pn" d="M68 66h8" />
    </>
  ),
  face: (
    <>
      <rect x="34" y="4" width="52" height="82" rx="6" />
      <circle className="ps" cx="60" cy="40" r="21" />
      <path className="pa" d="M44 54a16 12 0 0 1 32 0" />
      <circle cx="60" cy="34" r="9" />
      <circle className="pd" cx="57" cy="33" r="1.5" />
      <circle className="pd" cx="63" cy="33" r="1.5" />
      <path className="pn" d="M57 37q3 3 6 0M56 78h8" />
    </>
  ),
  reserved: (
    <>
      <rect x="18" y="4" width="44" height="82" rx="6" />
      <circle className="pa" cx="40" cy="38" r="14" />
      <path className="ps" d="M33 38l5 6 9-11" />
      <circle cx="88" cy="46" r="20" />
      <path className="pn" d="M88 34v12l8 6" />
      <text className="pd" x="76" y="84" fontSize="15">
        24h
      </text>
    </>
  ),
  kiosk: (
    <>
      <path d="M34 86V34h52v52z" />
      <path className="pa" d="M40 34l4-26h32l4 26z" />
      <rect x="42" y="44" width="36" height="8" rx="2" />
      <rect x="42" y="60" width="36" height="16" rx="2" />
      <path className="pn" d="M20 86h80" />
    </>
  ),
  place: (
    <>
      <rect x="16" y="56" width="88" height="26" rx="4" />
      <path className="pa" d="M30 56h60l-6-10H36z" />
      <use href="#d-card" x="32" y="2" />
      <path className="ps" d="M60 40v10m-5-5l5 6 5-6" />
    </>
  ),
  pad: (
    <>
      <rect x="26" y="4" width="68" height="82" rx="5" />
      <rect className="pa" x="34" y="11" width="52" height="13" rx="2" />
      <path className="pd" d="M44 15h5v5h-5zM54 15h5v5h-5zM64 15h5v5h-5z" />
      <path
        className="pn"
        d="M36 32h12v10H36zM54 32h12v10H54zM72 32h12v10H72zM36 48h12v10H36zM54 48h12v10H54zM72 48h12v10H72zM54 64h12v10H54z"
      />
    </>
  ),
  done: (
    <>
      <rect x="14" y="8" width="58" height="48" rx="5" />
      <circle className="pa" cx="43" cy="32" r="15" />
      <path className="ps" d="M35 32l6 7 11-14" />
      <use href="#d-card" x="36" y="52" />
      <path d="M118 66H98l-10 4q-6 4 0 7l10 1q4 8 20 6z" />
    </>
  ),
} as const;

type Drawing = keyof typeof DRAWINGS;
export type Picture = Exclude<Drawing, 'card'>;

/** Each picture once; pages show them with `<use>`. */
export function PictureSymbols(): ReactNode {
  return (
    <svg className="symbols" aria-hidden="true">
      <defs>
        {Object.entries(DRAWINGS).map(([name, drawing]) => (
          <g key={name} id={`d-${name}`}>
            {drawing}
          </g>
        ))}
      </defs>
    </svg>
  );
}

export function StepPicture({
  name,
  texts,
}: {
  readonly name: Picture;
  readonly texts: GuideTexts;
}): ReactNode {
  return (
    <svg className="picture" viewBox="0 0 120 90" role="img" aria-label={texts.pictures[name]}>
      <use href={`#d-${name}`} />
    </svg>
  );
}
