import { type DescribedPicture, describePicture } from '../compare.ts';
import type { FaceModels, Template } from '../models/face-models.ts';
import type { ScoredPair } from './evaluate.ts';

/** One line of a list of pairs: the picture that stands for the chip's photo, the selfies, and the truth. */
export interface PicturePair {
  readonly chip: string;
  readonly selfies: readonly string[];
  readonly genuine: boolean;
}

export type PairList =
  | { readonly kind: 'pairs'; readonly pairs: readonly PicturePair[] }
  | { readonly kind: 'invalid'; readonly line: number; readonly message: string };

/**
 * Reads `chip,selfie[;selfie…],genuine|impostor` lines; a first line that starts with `chip,` is the heading. File names
 * with commas, semicolons or quotes are not supported.
 */
export function parsePairs(csv: string): PairList {
  const pairs: PicturePair[] = [];
  for (const [i, raw] of csv
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim();
    if (line === '' || (i === 0 && line.startsWith('chip,'))) continue;
    const invalid = (message: string): PairList => ({ kind: 'invalid', line: i + 1, message });
    const fields = line.split(',').map((field) => field.trim());
    const [chip, selfies, truth] = fields;
    if (fields.length !== 3 || !chip || !selfies || !truth)
      return invalid('expected: chip,selfie[;selfie…],genuine|impostor');
    if (truth !== 'genuine' && truth !== 'impostor')
      return invalid(`"${truth}" is neither genuine nor impostor`);
    pairs.push({ chip, selfies: selfies.split(';').map((s) => s.trim()), genuine: truth === 'genuine' });
  }
  return pairs.length > 0 ? { kind: 'pairs', pairs } : { kind: 'invalid', line: 1, message: 'no pairs' };
}

export interface ScoredList {
  readonly scored: readonly ScoredPair[];
  /** Pictures without a face that could be described (failure to acquire), which no error rate includes. */
  readonly withoutFace: readonly string[];
  /** Pictures that a check would have sent back for another take, with a reason; they are scored all the same. */
  readonly poor: readonly { readonly picture: string; readonly reasons: readonly string[] }[];
}

/** Scores every pair; each picture is read and described once. */
export async function scorePairs(
  models: FaceModels,
  pairs: readonly PicturePair[],
  read: (picture: string) => Promise<Uint8Array>,
): Promise<ScoredList> {
  const described = new Map<string, Promise<DescribedPicture>>();
  const describe = (picture: string, grey: boolean) => {
    const key = `${grey ? 'grey' : 'as-is'}:${picture}`;
    const known = described.get(key) ?? read(picture).then((bytes) => describePicture(models, bytes, grey));
    described.set(key, known);
    return known;
  };
  const scored: ScoredPair[] = [];
  const withoutFace = new Set<string>();
  const poor = new Map<string, readonly string[]>();
  for (const { chip, selfies, genuine } of pairs) {
    const reference = await describe(chip, false);
    if (reference.kind !== 'face') {
      withoutFace.add(chip);
      continue;
    }
    const templates: Template[] = [];
    for (const selfie of selfies) {
      const probe = await describe(selfie, reference.grey);
      if (probe.kind !== 'face') withoutFace.add(selfie);
      else {
        templates.push(probe.template);
        if (probe.reasons.length > 0) poor.set(selfie, probe.reasons);
      }
    }
    if (templates.length === 0) continue;
    const fused = models.fuse(
      templates,
      templates.map(() => 1),
    );
    scored.push({ genuine, score: models.similarity(reference.template, fused) });
  }
  return {
    scored,
    withoutFace: [...withoutFace],
    poor: [...poor].map(([picture, reasons]) => ({ picture, reasons })),
  };
}
