export { accessibilityFaults, sidewaysOverflow } from './accessibility.ts';
export {
  type BrowserOptions,
  hasBrowser,
  launchBrowser,
  launchOptions,
  openScreen,
  type Screen,
  type ScreenOptions,
} from './browser.ts';
export { type FakeCamera, startFakeCamera } from './fake-camera.ts';
export { PhonePage, PRINTED } from './phone.ts';
export { KEEPS_PICTURES, keepPicture } from './pictures.ts';
export { found, type Recorder, recordTraffic } from './recorder.ts';
export { builtSites, startTrial, type Trial } from './trial.ts';
