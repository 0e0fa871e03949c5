import { type PersonaName, personaNames } from '@kaijo/personas';
import { PHOTO_CLASSES, type PhotoClass, sceneOf } from './classes.ts';
import { drawFront } from './draw-front.ts';
import { drawOther, type OtherKind } from './draw-others.ts';
import { type DrawnHolder, personaHolder, randomHolder } from './holders.ts';
import { LAYOUTS } from './layouts.ts';
import { Random } from './random.ts';
import { type Photo, takePhoto } from './scene.ts';

export interface FrontSample {
  readonly holder: DrawnHolder;
  readonly layout: string;
  readonly photo: Photo;
}

/** The photo of this class and seed. Every layout comes in turn; one holder in five is a persona. */
export async function frontSample(photoClass: PhotoClass, seed: number): Promise<FrontSample> {
  const random = new Random(seed * 8 + PHOTO_CLASSES.indexOf(photoClass));
  const layout = LAYOUTS[seed % LAYOUTS.length] ?? LAYOUTS[0];
  if (layout === undefined) throw new Error('no layouts');
  const holder = random.chance(0.2)
    ? personaHolder(random.pick<PersonaName>(personaNames))
    : randomHolder(random);
  const card = await drawFront(holder, layout, random);
  return { holder, layout: layout.name, photo: await takePhoto(card, sceneOf(photoClass, random), random) };
}

export async function otherSample(kind: OtherKind, photoClass: PhotoClass, seed: number): Promise<Photo> {
  const random = new Random(seed * 64 + PHOTO_CLASSES.indexOf(photoClass) + 7_000_000);
  return takePhoto(await drawOther(kind, random), sceneOf(photoClass, random), random);
}
