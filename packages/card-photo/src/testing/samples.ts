import { type PersonaName, personaNames } from '@kaijo/personas';
import { PHOTO_CLASSES, type PhotoClass, sceneOf } from './classes.ts';
import { drawFront } from './draw-front.ts';
import { drawOther, type OtherKind } from './draw-others.ts';
import { type DrawnHolder, personaHolder, randomHolder } from './holders.ts';
import { LAYOUTS, type Layout } from './layouts.ts';
import { Random } from './random.ts';
import { type Photo, takePhoto } from './scene.ts';

export interface FrontSample {
  readonly holder: DrawnHolder;
  readonly layout: string;
  readonly photo: Photo;
}

/** The photo of this class and seed. Every layout comes in turn; one holder in five is a persona. */
export async function frontSample(photoClass: PhotoClass, seed: number): Promise<FrontSample> {
  const random = randomFor(photoClass, seed);
  const holder = random.chance(0.2)
    ? personaHolder(random.pick<PersonaName>(personaNames))
    : randomHolder(random);
  return sampleOf(holder, photoClass, seed, random);
}

export function personaSample(name: PersonaName, photoClass: PhotoClass, seed: number): Promise<FrontSample> {
  return sampleOf(personaHolder(name), photoClass, seed, randomFor(photoClass, seed));
}

async function sampleOf(
  holder: DrawnHolder,
  photoClass: PhotoClass,
  seed: number,
  random: Random,
): Promise<FrontSample> {
  const layout = LAYOUTS[seed % LAYOUTS.length] as Layout;
  const card = await drawFront(holder, layout, random);
  return { holder, layout: layout.name, photo: await takePhoto(card, sceneOf(photoClass, random), random) };
}

function randomFor(photoClass: PhotoClass, seed: number): Random {
  return new Random(seed * 8 + PHOTO_CLASSES.indexOf(photoClass));
}

export async function otherSample(kind: OtherKind, photoClass: PhotoClass, seed: number): Promise<Photo> {
  const random = new Random(seed * 64 + PHOTO_CLASSES.indexOf(photoClass) + 7_000_000);
  return takePhoto(await drawOther(kind, random), sceneOf(photoClass, random), random);
}
