/** Key generations of JPKI's authorities; all have the same names (card.md, "Certificates"). */
export type Generation = '2015' | '2019' | '2023';

export const GENERATIONS: readonly Generation[] = ['2015', '2019', '2023'];

interface GenerationProfile {
  readonly notBefore: Date;
  /** The end of a day in Japan, ten years later. */
  readonly notAfter: Date;
  /** The first generation's authorities have serial 1, later ones a number out of the sequence of all certificates. */
  readonly serialBytes: 1 | 4;
}

/** Dates of 2015 and 2023 as the real authorities' (test-data/jpki-ca); those of 2019 follow the same pattern. */
export const GENERATION_PROFILE: Readonly<Record<Generation, GenerationProfile>> = {
  '2015': {
    notBefore: new Date('2015-10-20T02:40:28Z'),
    notAfter: new Date('2025-10-19T14:59:59Z'),
    serialBytes: 1,
  },
  '2019': {
    notBefore: new Date('2019-09-01T01:00:00Z'),
    notAfter: new Date('2029-08-31T14:59:59Z'),
    serialBytes: 4,
  },
  '2023': {
    notBefore: new Date('2023-07-16T00:50:27Z'),
    notAfter: new Date('2033-07-15T14:59:59Z'),
    serialBytes: 4,
  },
};

export function isGeneration(text: unknown): text is Generation {
  return GENERATIONS.some((generation) => generation === text);
}
