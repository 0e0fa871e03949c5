export { Base64Url, fromBase64Url, toBase64Url } from './base64url.ts';
export { type Caller, type CallOptions, type CallOutcome, call, type Fetch } from './client/call.ts';
export { createKioskClient, type KioskClient } from './client/kiosk-client.ts';
export { createPhoneClient, type PhoneClient } from './client/phone-client.ts';
export { Apdu, CertificateDer, Credential, Signature } from './credential.ts';
export {
  AuthoriseAnswer,
  AuthoriseRequest,
  CompleteRequest,
  KioskSessionAnswer,
  KioskSessionRequest,
  Receipt,
  WeakPinPolicy,
} from './kiosk.ts';
export {
  EnrolmentAnswer,
  EnrolmentCode,
  EnrolmentRequest,
  KioskHealth,
  KioskReport,
  KioskStanding,
  RenewalAnswer,
  RenewalRequest,
} from './kiosk-fleet.ts';
export {
  DEFAULT_LANGUAGE,
  type InEveryLanguage,
  isLanguage,
  LANGUAGE_NAMES,
  LANGUAGES,
  type Language,
  languageTag,
  negotiateLanguage,
  preferredLanguage,
} from './language/index.ts';
export {
  KioskCode,
  KioskCodeRequest,
  KioskEnrolled,
  KioskEnrolment,
  Lifted,
  LiftRequest,
  MaintenanceRequest,
  MaintenanceWindows,
  OPERATOR_ROUTES,
  OperatorChain,
  OperatorChains,
  OperatorKiosk,
  OperatorKiosks,
  OperatorReservation,
  OperatorReservations,
  OperatorReservationsQuery,
  type OperatorRouteName,
  Settings,
  SettingsChange,
  Staff,
  StaffAct,
  StopSwitch,
  StopSwitches,
  SwitchRequest,
  SwitchScope,
} from './operator.ts';
export {
  CardFace,
  FACE_FRAMES,
  FaceMeta,
  LivenessAnswer,
  LivenessStep,
  PhoneCardRequest,
  PhoneSessionAnswer,
  PhoneSessionRequest,
  Reservation,
  ReservationEnd,
  ReservationState,
  ReservedAnswer,
} from './phone.ts';
export { PinKind, provingPinFor, TargetPin } from './pin.ts';
export {
  PROBLEM_STATUS,
  PROBLEM_TYPES,
  Problem,
  ProblemDetails,
  type ProblemType,
  problemTypeOf,
  problemTypeUri,
  type Refusal,
} from './problem.ts';
export { PROBLEM_CATALOGUES, problemDetail, problemTitle } from './problem-sentences/all.ts';
export { type HolderSentences, type ProblemCatalogue, sayProblem } from './problem-sentences/index.ts';
export { ROUTES, type Route, type RouteName } from './routes.ts';
export { Sentence, Timestamp, Uuid } from './scalars.ts';
export { cardFaceDigest, doneMessage, kioskMessage, phoneMessage } from './signed-message.ts';
export { MaintenanceScope, MaintenanceWindow, StatusAnswer } from './status.ts';
export { StoreSummary, StoresAnswer, StoresQuery } from './stores.ts';
