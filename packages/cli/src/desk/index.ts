export { type CardChoice, cardChoice } from './card-choice.ts';
export { cardFileDevice } from './card-file-device.ts';
export { type CardPlace, type Desk, type DeskOptions, startDesk } from './start-desk.ts';
