export { cameraOf } from './camera.ts';
export { pinBOf } from './pin-b.ts';
