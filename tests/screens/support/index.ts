export { accessibilityFaults, sidewaysOverflow } from './accessibility.ts';
export {
  type BrowserOptions,
  hasBrowser,
  launchBrowser,
  openScreen,
  type Screen,
  type ScreenOptions,
} from './browser.ts';
export { PhonePage } from './phone.ts';
export { startTrial, type Trial } from './trial.ts';
