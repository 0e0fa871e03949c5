import { crop } from '../picture/crop.ts';
import type { Point } from '../picture/geometry.ts';
import { squareCrop } from '../picture/geometry.ts';
import type { Pyramid } from '../picture/picture.ts';
import { detectFaces } from './blazeface.ts';
import { align, cosine, embed, weightedSum } from './embedding.ts';
import type { FaceModels, FaceShape, FoundFace } from './face-models.ts';
import { eyeCentre, eyeCorners, findMesh, MESH } from './facemesh.ts';
import { eyeOpenness } from './iris.ts';
import { runOnPicture, softmax } from './tensor.ts';
import { loadWeights, readChecksums } from './weights.ts';

/** Every third point of the mesh: enough for the depth rule, and spread over the face as the mesh is. */
const SURFACE_STEP = 3;

/** The print check's classes: live, print, screen. */
const LIVE_CLASS = 0;

/** The models that come with Kaijo: MediaPipe for finding and shape, MobileFaceNet for matching. */
export async function loadKaijoModels(): Promise<FaceModels> {
  const checksums = await readChecksums();
  const [detector, mesher, iris, matcher, printCheck] = await Promise.all([
    loadWeights('blazeface-back.onnx', checksums),
    loadWeights('facemesh.onnx', checksums),
    loadWeights('iris.onnx', checksums),
    loadWeights('mobilefacenet-512.onnx', checksums),
    loadWeights('print-attack.onnx', checksums),
  ]);

  return {
    info: { name: 'kaijo-mobilefacenet-512', version: '1.0.0' },
    matchThreshold: 0.75,
    samePersonThreshold: 0.78,

    detect: (picture) => detectFaces(detector, picture),

    async shape(picture: Pyramid, face: FoundFace): Promise<FaceShape> {
      const mesh = await findMesh(mesher, picture, face);
      const [left, right] = eyeCorners(mesh);
      const openness = [
        await eyeOpenness(iris, picture, left, false),
        await eyeOpenness(iris, picture, right, true),
      ] as const;
      const at = (i: number) => mesh.points[i] as Point;
      return {
        fivePoints: [
          eyeCentre(mesh.points, MESH.leftEye),
          eyeCentre(mesh.points, MESH.rightEye),
          at(MESH.nose),
          at(MESH.mouthCorners[0]),
          at(MESH.mouthCorners[1]),
        ],
        surface: mesh.points.filter((_, i) => i % SURFACE_STEP === 0),
        relief: Array.from(
          mesh.depth.filter((_, i) => i % SURFACE_STEP === 0),
          (z) => -z,
        ),
        yaw: mesh.yaw,
        pitch: mesh.pitch,
        presence: mesh.presence,
        eyeOpenness: (openness[0] + openness[1]) / 2,
      };
    },

    async template(picture, shape, { grey }) {
      const aligned = align(picture, shape.fivePoints);
      const template = await embed(matcher, aligned, grey);
      aligned.data.fill(0);
      return template;
    },

    fuse: weightedSum,
    similarity: cosine,

    async printLikeness(picture, face) {
      const side = 2.7 * Math.max(face.width, face.height);
      const input = crop(picture, squareCrop(face.centre, side, 0, 128), 128, 128);
      const { output } = await runOnPicture(printCheck, input, 1, 0);
      input.data.fill(0);
      return 1 - softmax(output as Float32Array, LIVE_CLASS);
    },

    async close() {
      await Promise.all([detector, mesher, iris, matcher, printCheck].map((session) => session.release()));
    },
  };
}
