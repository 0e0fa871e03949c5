import { decodePicture, FILE_LIMITS } from './decode/decode.ts';
import { findFace, measureFace } from './measure.ts';
import type { FaceModels, Template } from './models/face-models.ts';
import type { ModelInfo, QualityReason } from './outcome.ts';
import { pyramid, toGrey, wipe } from './picture/picture.ts';
import { faceReasons } from './rules/quality.ts';

/** What was found in one picture. */
export type DescribedPicture =
  | {
      readonly kind: 'face';
      readonly template: Template;
      readonly grey: boolean;
      readonly reasons: readonly QualityReason[];
    }
  | { readonly kind: 'no-template'; readonly reasons: readonly QualityReason[] };

/**
 * The template of the largest face in a JPEG, PNG or JPEG 2000, and what is wrong with the picture. `grey`: describe
 * it without colour, because what it will be compared with has none.
 */
export async function describePicture(
  models: FaceModels,
  bytes: Uint8Array,
  grey = false,
): Promise<DescribedPicture> {
  const decoded = await decodePicture(bytes, FILE_LIMITS);
  if (decoded.kind === 'refused') return { kind: 'no-template', reasons: [decoded.reason] };
  const isGrey = decoded.picture.channels === 1;
  const levels = pyramid(grey ? toGrey(decoded.picture) : decoded.picture);
  try {
    const { faces, shape, template } = await findFace(models, levels, grey || isGrey);
    if (!shape || !template) return { kind: 'no-template', reasons: ['no-face'] };
    const { template: _, crop, ...rest } = measureFace(levels, shape, template);
    const several: QualityReason[] = faces > 1 ? ['several-faces'] : [];
    const reasons = [...several, ...faceReasons({ ...rest, crop, template }, true)];
    crop.picture.data.fill(0);
    return { kind: 'face', template, grey: isGrey, reasons };
  } finally {
    wipe(levels);
    decoded.picture.data.fill(0);
  }
}

export interface Comparison {
  /** False whenever a picture cannot be judged: a match of a bad picture is never accepted. */
  readonly match: boolean;
  /** Absent when no two templates could be made. */
  readonly score?: number;
  readonly threshold: number;
  readonly model: ModelInfo;
  /** What is wrong with each picture; the chip's photo is held against its own limits only. */
  readonly quality: readonly {
    readonly picture: 'chip' | number;
    readonly reasons: readonly QualityReason[];
  }[];
}

/**
 * A chip photo (or any picture that stands for it) against one or more selfies of one person, without liveness.
 * Several selfies are fused into one template, as the frames of a check are.
 */
export async function compareFaces(
  models: FaceModels,
  chip: Uint8Array,
  selfies: readonly Uint8Array[],
): Promise<Comparison> {
  const reference = await describePicture(models, chip);
  const isGrey = reference.kind === 'face' && reference.grey;
  const probes: DescribedPicture[] = [];
  for (const selfie of selfies) probes.push(await describePicture(models, selfie, isGrey));

  // A chip photo is small and was accepted by its issuer: only that it shows a face is asked of it.
  const chipReasons: readonly QualityReason[] = reference.kind === 'face' ? [] : ['chip-photo-unusable'];
  const quality = [
    { picture: 'chip' as const, reasons: chipReasons },
    ...probes.map((probe, picture) => ({ picture, reasons: probe.reasons })),
  ];
  const base = { threshold: models.matchThreshold, model: models.info, quality };
  const templates = probes.flatMap((probe) => (probe.kind === 'face' ? [probe.template] : []));
  if (reference.kind !== 'face' || templates.length === 0) return { ...base, match: false };
  const fused = models.fuse(
    templates,
    templates.map(() => 1),
  );
  const score = models.similarity(reference.template, fused);
  for (const template of [reference.template, fused, ...templates]) template.fill(0);
  const isUsable = quality.every(({ reasons }) => reasons.length === 0);
  return { ...base, match: isUsable && score >= base.threshold, score };
}
