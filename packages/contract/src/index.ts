export { AuditEntries, AuditExportPage, AuditExportQuery, AuditQuery, ShownAuditEntry } from './audit.ts';
export { Base64Url, fromBase64Url, toBase64Url } from './base64url.ts';
export { type Caller, type CallOptions, type CallOutcome, call, type Fetch } from './client/call.ts';
export { createGuideClient, type GuideClient } from './client/guide-client.ts';
export { createKioskClient, type KioskClient } from './client/kiosk-client.ts';
export { createPhoneClient, type PhoneClient } from './client/phone-client.ts';
export { type RequestSigner, signingFetch } from './client/signing-fetch.ts';
export { type CounterClient, createCounterClient, createSignInClient } from './client/staff-client.ts';
export {
  CardLookup,
  CardLookupRequest,
  COUNTER_READER_PORT,
  COUNTER_READER_URL,
  COUNTER_ROUTES,
  CounterAttest,
  CounterAttestRequest,
  CounterAuthorised,
  CounterAuthoriseRequest,
  CounterCompleteRequest,
  CounterProof,
  CounterReceipt,
  CounterResetState,
  type CounterRouteName,
  CounterSession,
  CounterSessionRequest,
  IdentityDocument,
  ResetBegin,
  ResetBegun,
} from './counter.ts';
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
  sentenceFor,
  sentenceLanguage,
} from './language/index.ts';
export { OFFICE_ROUTES, type OfficeRoute, type OfficeRoutes } from './office.ts';
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
  OperatorKiosksQuery,
  OperatorReservation,
  OperatorReservations,
  OperatorReservationsQuery,
  type OperatorRouteName,
  Settings,
  SettingsChange,
  StaffInviteRequest,
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
export { PREFECTURES, type Prefecture } from './prefectures.ts';
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
export {
  contentDigest,
  createdIn,
  SIGNATURE_AGE_MAX,
  type SignedRequest,
  signatureBase,
  signatureHeader,
  signatureIn,
  signatureInput,
} from './request-signature.ts';
export { ROUTES, type Route, type RouteName } from './routes.ts';
export { Sentence, Timestamp, Uuid } from './scalars.ts';
export { cardFaceDigest, counterMessage, doneMessage, kioskMessage, phoneMessage } from './signed-message.ts';
export {
  AssertionFinish,
  InviteCode,
  PasskeyAssertion,
  PasskeyCeremony,
  PasskeyRegistration,
  RegistrationBegin,
  RegistrationFinish,
  SessionKey,
  SignInBegin,
  STAFF_ROUTES,
  Staff,
  StaffAct,
  StaffInvite,
  StaffInvited,
  StaffMember,
  StaffMembers,
  StaffNumber,
  StaffRole,
  type StaffRouteName,
  StaffSession,
} from './staff.ts';
export { StatisticsAnswer, StatisticsBy, StatisticsQuery } from './statistics.ts';
export { MaintenanceScope, MaintenanceWindow, StatusAnswer } from './status.ts';
export {
  ChainsAnswer,
  PublicChain,
  StoreSummary,
  StoresAnswer,
  StoresQuery,
} from './stores.ts';
export {
  PersonalDataKind,
  SURVEY_TEXT_LIMIT,
  SurveyAnswerRequest,
  SurveyCounts,
  SurveyOutcome,
  SurveyQuery,
  SurveyText,
  SurveyTexts,
  SurveyTextsQuery,
  Usefulness,
} from './survey.ts';
export {
  ExportQuery,
  ExportTable,
  IMPORT_MAX_BYTES,
  ImportReport,
  ImportRequest,
  ImportTable,
  RowChange,
  TableFile,
} from './tables.ts';
