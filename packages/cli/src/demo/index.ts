export { cameraOf } from './camera.ts';
export { offsetIntoOpeningHours } from './kiosk-hours.ts';
export { pinBOf } from './pin-b.ts';
