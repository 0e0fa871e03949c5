import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { KioskLanguage } from '../../local-api/index.ts';

export interface SlipFont {
  readonly path: string;
  /** PostScript name within a collection. */
  readonly face?: string;
}

/** BIZ UDPGothic (SIL Open Font License 1.1): drawn for readability, comes with the program. Japanese and Latin letters. */
function ownFont(): SlipFont {
  const path = createRequire(import.meta.url).resolve(
    '@expo-google-fonts/biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf',
  );
  return { path };
}

/** Debian's fonts-noto-cjk (SIL Open Font License 1.1), which a kiosk's screen needs as well: 50 MB that we do not carry. */
const NOTO_SANS_CJK = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';

const NOTO_FACES: Readonly<Partial<Record<KioskLanguage, string>>> = {
  'zh-Hans': 'NotoSansCJKsc-Regular',
  ko: 'NotoSansCJKkr-Regular',
  // It has Vietnamese letters, which BIZ UDPGothic has not.
  vi: 'NotoSansCJKkr-Regular',
};

/** `undefined`: no font of this machine has the language's characters; the slip is shown on the screen instead. */
export function slipFont(language: KioskLanguage): SlipFont | undefined {
  const face = NOTO_FACES[language];
  if (face === undefined) return ownFont();
  return existsSync(NOTO_SANS_CJK) ? { path: NOTO_SANS_CJK, face } : undefined;
}
