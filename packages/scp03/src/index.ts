export {
  type Challenges,
  cardCryptogram,
  hostCryptogram,
  pseudoRandomCardChallenge,
} from './authentication.ts';
export { type CardKeyName, cardKeyDerivationMessage, deriveCardKeys } from './card-keys.ts';
export {
  CardSession,
  type CardSide,
  type ExternalAuthenticateOutcome,
  type InitializeUpdateOutcome,
  type Refusal,
  type UnwrappedCommand,
} from './card-session.ts';
export { INS_EXTERNAL_AUTHENTICATE } from './external-authenticate.ts';
export {
  HostSession,
  type HostSessionOpening,
  type HostSessionOptions,
  type InitializeUpdateDefect,
  type UnwrappedResponse,
} from './host-session.ts';
export {
  INS_INITIALIZE_UPDATE,
  type InitializeUpdateResponse,
  initializeUpdateCommand,
  parseInitializeUpdateResponse,
} from './initialize-update.ts';
export { type KeyInformation, parseKeyInformation } from './key-information.ts';
export { isProtectedStatus } from './mac.ts';
export type { Mode } from './mode.ts';
export { isSecurityLevel, type SecurityLevel } from './security-level.ts';
export { deriveSessionKeys, type SessionKeys } from './session-keys.ts';
export type { CardKeys, StaticKeys } from './static-keys.ts';
