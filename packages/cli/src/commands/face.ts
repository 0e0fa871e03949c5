import type { AddCommand } from './command.ts';
import { addFaceBench } from './face-bench.ts';
import { addFaceCompare } from './face-compare.ts';
import { addFaceEvaluate } from './face-evaluate.ts';
import { addFaceLiveness } from './face-liveness.ts';

export const addFace: AddCommand = (program, console) => {
  const face = program
    .command('face')
    .description('try and measure the face check: choose its threshold on evidence (docs/face.md)');
  addFaceCompare(face, console);
  addFaceLiveness(face, console);
  addFaceEvaluate(face, console);
  addFaceBench(face, console);
};
