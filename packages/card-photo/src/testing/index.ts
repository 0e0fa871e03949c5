// Drawn photos of cards, for the tests and benches of this repository: nothing of it ships.
export { PHOTO_CLASSES, type PhotoClass } from './classes.ts';
export { OTHER_KINDS, type OtherKind } from './draw-others.ts';
export { evaluate, type Outcome, READ_ON } from './evaluate.ts';
export { type DrawnHolder, digitsOf } from './holders.ts';
export { nodeReader, readModels } from './node-reader.ts';
export { type FrontSample, frontSample, otherSample, personaSample } from './samples.ts';
export type { Photo } from './scene.ts';
export { turnedRound } from './turn.ts';
export { wholePicturePass } from './whole-picture-pass.ts';
