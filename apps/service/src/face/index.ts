export { FACE_CHECK_NOT_INSTALLED } from './not-installed.ts';
export type { FaceCheck, FaceOutcome } from './port.ts';
