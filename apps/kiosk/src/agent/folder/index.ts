export { removeDurably, writeDurably } from './durable-file.ts';
export { fileOutbox } from './file-outbox.ts';
export { type KioskFolder, kioskFolder } from './kiosk-folder.ts';
export {
  type EnrolledKiosk,
  Enrolment,
  readIdentity,
  removeIdentity,
  writeIdentity,
} from './kiosk-identity.ts';
