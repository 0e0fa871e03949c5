import { type Static, Type } from 'typebox';
import { AuditEntries, AuditExportPage, AuditExportQuery, AuditQuery } from './audit.ts';
import { CertificateDer } from './credential.ts';
import { WeakPinPolicy } from './kiosk.ts';
import { KioskHealth } from './kiosk-fleet.ts';
import { Reservation, ReservationState } from './phone.ts';
import { TargetPin } from './pin.ts';
import type { Route } from './routes.ts';
import { Sentence, Timestamp, Uuid } from './scalars.ts';
import { Staff, StaffAct, StaffInvited, StaffMembers, StaffNumber, StaffRole } from './staff.ts';
import { StatisticsAnswer, StatisticsQuery } from './statistics.ts';
import { MaintenanceScope, MaintenanceWindow } from './status.ts';
import { SurveyCounts, SurveyQuery, SurveyTextRemoval, SurveyTexts, SurveyTextsQuery } from './survey.ts';
import { ExportQuery, IMPORT_MAX_BYTES, ImportReport, ImportRequest, TableFile } from './tables.ts';

/** Routes of the operator's local socket, until the counter's console speaks them over its own sign-in. */

export const OperatorReservation = Type.Intersect([
  Type.Omit(Reservation, ['outlook']),
  Type.Object({ cardRef: Type.String(), version: Type.Integer() }),
]);
export type OperatorReservation = Static<typeof OperatorReservation>;

/** The newest first. Query values are text: the numbers are read by the service. */
export const OperatorReservationsQuery = Type.Object(
  {
    state: Type.Optional(ReservationState),
    /** 1 … 1000; 100 without it. */
    limit: Type.Optional(Type.String({ pattern: '^([1-9][0-9]{0,2}|1000)$' })),
  },
  { additionalProperties: false },
);
export type OperatorReservationsQuery = Static<typeof OperatorReservationsQuery>;

export const OperatorReservations = Type.Object({ reservations: Type.Array(OperatorReservation) });
export type OperatorReservations = Static<typeof OperatorReservations>;

export const MaintenanceRequest = Type.Object(
  { startsAt: Timestamp, endsAt: Timestamp, scope: MaintenanceScope, sentence: Sentence, staff: Staff },
  { additionalProperties: false },
);
export type MaintenanceRequest = Static<typeof MaintenanceRequest>;

export const MaintenanceWindows = Type.Object({ maintenance: Type.Array(MaintenanceWindow) });
export type MaintenanceWindows = Static<typeof MaintenanceWindows>;

/** What a stop switch stops (R42). */
export const SwitchScope = Type.Union([
  Type.Literal('card-generation'),
  Type.Literal('chain'),
  Type.Literal('store'),
  Type.Literal('kiosk'),
]);
export type SwitchScope = Static<typeof SwitchScope>;

/** `subject`: the generation's name as in the issuer's directory, or the id of chain, store or kiosk. */
export const SwitchRequest = Type.Object(
  {
    scope: SwitchScope,
    subject: Type.String({ minLength: 1, maxLength: 80 }),
    sentence: Sentence,
    staff: Staff,
  },
  { additionalProperties: false },
);
export type SwitchRequest = Static<typeof SwitchRequest>;

export const StopSwitch = Type.Object({
  id: Uuid,
  scope: SwitchScope,
  subject: Type.String(),
  sentence: Sentence,
});
export type StopSwitch = Static<typeof StopSwitch>;

export const StopSwitches = Type.Object({ switches: Type.Array(StopSwitch) });
export type StopSwitches = Static<typeof StopSwitches>;

/** Lifting a restriction after the person was checked (R22): of the card, of the app, or of both. */
export const LiftRequest = Type.Object(
  {
    /** The card's certificate that is free to read. */
    authCertificate: Type.Optional(CertificateDer),
    /** The app's instance id as the app shows it. */
    appInstance: Type.Optional(Uuid),
    staff: Staff,
    /** The kind of document that the person was identified by, not its number (R35). */
    identifiedBy: Type.String({ minLength: 1, maxLength: 80 }),
  },
  { additionalProperties: false },
);
export type LiftRequest = Static<typeof LiftRequest>;

/** What was restricted and is not any more. */
export const Lifted = Type.Object({
  lifted: Type.Array(Type.Union([Type.Literal('card'), Type.Literal('app')])),
});
export type Lifted = Static<typeof Lifted>;

/** A new kiosk: the key pair is made on the kiosk, the private key never leaves it. */
export const KioskEnrolment = Type.Object(
  { store: Uuid, publicKey: Type.String({ maxLength: 1_000 }), staff: Staff },
  { additionalProperties: false },
);
export type KioskEnrolment = Static<typeof KioskEnrolment>;

export const KioskEnrolled = Type.Object({
  kiosk: Uuid,
  certificate: Type.String(),
  authority: Type.String(),
  kioskUrl: Type.String(),
});
export type KioskEnrolled = Static<typeof KioskEnrolled>;

/** A code with which one kiosk admits itself to a store. */
export const KioskCodeRequest = Type.Object({ store: Uuid, staff: Staff }, { additionalProperties: false });
export type KioskCodeRequest = Static<typeof KioskCodeRequest>;

export const KioskCode = Type.Object({
  /** Shown this once; the service keeps its digest. */
  code: Type.String(),
  expiresAt: Timestamp,
});
export type KioskCode = Static<typeof KioskCode>;

export const OperatorKiosk = Type.Object({
  kiosk: Uuid,
  store: Uuid,
  /** As the list of stores has it now; absent where the store has gone from it. */
  storeName: Type.Optional(Type.String()),
  chain: Type.Optional(Type.String()),
  prefecture: Type.Optional(Type.String()),
  enrolledAt: Timestamp,
  /** Revoked kiosks are listed as well; they are never admitted again. */
  revokedAt: Type.Optional(Timestamp),
  /** Absent where it was never heard of. */
  health: Type.Optional(KioskHealth),
  /** It should report, and has not been heard of for too long. */
  silent: Type.Boolean(),
});
export type OperatorKiosk = Static<typeof OperatorKiosk>;

/** Which kiosks are listed, and from where on. Query values are text. */
export const OperatorKiosksQuery = Type.Object(
  {
    /** Silent ones; or all that need somebody's attention, the silent among them. */
    only: Type.Optional(Type.Union([Type.Literal('silent'), Type.Literal('troubled')])),
    /** A part of the store's name, address, prefecture or chain, or the beginning of the kiosk's or store's id. */
    search: Type.Optional(Type.String({ maxLength: 100 })),
    /** `next` of the page before. */
    after: Type.Optional(Uuid),
    /** 1 … 500; 100 without it. */
    limit: Type.Optional(Type.String({ pattern: '^([1-9][0-9]?|[1-4][0-9]{2}|500)$' })),
  },
  { additionalProperties: false },
);
export type OperatorKiosksQuery = Static<typeof OperatorKiosksQuery>;

/** A page of kiosks, by their ids. */
export const OperatorKiosks = Type.Object({
  kiosks: Type.Array(OperatorKiosk),
  /** Of all kiosks, whatever was asked for; revoked ones are in none of them. */
  counts: Type.Object({
    active: Type.Integer({ minimum: 0 }),
    silent: Type.Integer({ minimum: 0 }),
    troubled: Type.Integer({ minimum: 0 }),
  }),
  /** Absent on the last page. */
  next: Type.Optional(Uuid),
});
export type OperatorKiosks = Static<typeof OperatorKiosks>;

/** A chain with what it offers from when (R26); days are Japan's, both inclusive. */
export const OperatorChain = Type.Object({
  id: Type.String(),
  name: Type.String(),
  offers: Type.Array(
    Type.Object({
      pin: TargetPin,
      firstDay: Type.String({ format: 'date' }),
      lastDay: Type.Optional(Type.String({ format: 'date' })),
      /** Number of stores that the offer is limited to; absent where all of the chain's stores offer it. */
      stores: Type.Optional(Type.Integer({ minimum: 0 })),
    }),
  ),
});
export type OperatorChain = Static<typeof OperatorChain>;

export const OperatorChains = Type.Object({ chains: Type.Array(OperatorChain) });
export type OperatorChains = Static<typeof OperatorChains>;

/** What an operator may set. */
export const Settings = Type.Object({
  /** R12; an empty list with `refuseBirth: false` switches the check off. */
  newPinPolicy: WeakPinPolicy,
  /** R22 */
  restriction: Type.Object(
    { days: Type.Integer({ minimum: 1, maximum: 366 }), mayBeLifted: Type.Boolean() },
    { additionalProperties: false },
  ),
  /** R44: the version of the terms that is consented to before a face check. */
  terms: Type.Object(
    { version: Type.String({ minLength: 1, maxLength: 40 }) },
    { additionalProperties: false },
  ),
  /** R35: whether another staff member has to confirm each reset at the counter. */
  counter: Type.Object({ secondPerson: Type.Boolean() }, { additionalProperties: false }),
});
export type Settings = Static<typeof Settings>;

/** Each setting that is named is replaced as a whole. */
export const SettingsChange = Type.Object(
  { settings: Type.Partial(Settings, { additionalProperties: false, minProperties: 1 }), staff: Staff },
  { additionalProperties: false },
);
export type SettingsChange = Static<typeof SettingsChange>;

/** A member with this number who is there already gets a new code: the old passkeys and sessions end. */
export const StaffInviteRequest = Type.Object(
  { number: StaffNumber, role: StaffRole, staff: Staff },
  { additionalProperties: false },
);
export type StaffInviteRequest = Static<typeof StaffInviteRequest>;

const Nothing = Type.Object({});

/**
 * Removals are POSTs because they say who did it, and so that a lost answer can be asked for again under its key.
 * They succeed where there is nothing to remove.
 */
export const OPERATOR_ROUTES = {
  listReservations: {
    method: 'GET',
    path: '/v1/operator/reservations',
    summary: 'The newest reservations',
    caller: 'operator',
    query: OperatorReservationsQuery,
    answers: { 200: OperatorReservations },
    problems: [],
  },
  showReservation: {
    method: 'GET',
    path: '/v1/operator/reservations/:id',
    summary: 'One reservation',
    caller: 'operator',
    answers: { 200: OperatorReservation },
    problems: ['no-reservation'],
  },
  listMaintenance: {
    method: 'GET',
    path: '/v1/operator/maintenance',
    summary: 'Running and announced maintenance windows (R36)',
    caller: 'operator',
    answers: { 200: MaintenanceWindows },
    problems: [],
  },
  announceMaintenance: {
    method: 'POST',
    path: '/v1/operator/maintenance',
    summary: 'Announce a maintenance window (R36)',
    caller: 'operator',
    body: MaintenanceRequest,
    answers: { 201: MaintenanceWindow },
    problems: [],
  },
  withdrawMaintenance: {
    method: 'POST',
    path: '/v1/operator/maintenance/:id/withdraw',
    summary: 'Take a maintenance window back',
    caller: 'operator',
    body: StaffAct,
    answers: { 200: Nothing },
    problems: [],
  },
  listSwitches: {
    method: 'GET',
    path: '/v1/operator/switches',
    summary: 'What is stopped (R42)',
    caller: 'operator',
    answers: { 200: StopSwitches },
    problems: [],
  },
  setSwitch: {
    method: 'POST',
    path: '/v1/operator/switches',
    summary: 'Stop a card generation, chain, store or kiosk at once (R42)',
    caller: 'operator',
    body: SwitchRequest,
    answers: { 201: StopSwitch },
    problems: [],
  },
  removeSwitch: {
    method: 'POST',
    path: '/v1/operator/switches/:id/remove',
    summary: 'Let it go on',
    caller: 'operator',
    body: StaffAct,
    answers: { 200: Nothing },
    problems: [],
  },
  liftRestriction: {
    method: 'POST',
    path: '/v1/operator/restrictions/lift',
    summary: 'Lift a restriction after checking the person (R22)',
    caller: 'operator',
    body: LiftRequest,
    answers: { 200: Lifted },
    problems: ['certificate-untrusted', 'revocation-unknown'],
  },
  listKiosks: {
    method: 'GET',
    path: '/v1/operator/kiosks',
    summary: 'Kiosks and where they stand',
    caller: 'operator',
    query: OperatorKiosksQuery,
    answers: { 200: OperatorKiosks },
    problems: [],
  },
  enrolKiosk: {
    method: 'POST',
    path: '/v1/operator/kiosks',
    summary: 'Admit a kiosk: issues its certificate',
    caller: 'operator',
    body: KioskEnrolment,
    answers: { 201: KioskEnrolled },
    problems: [],
  },
  issueKioskCode: {
    method: 'POST',
    path: '/v1/operator/kiosk-codes',
    summary: 'Issue a code with which one kiosk admits itself to a store (24 hours, once)',
    caller: 'operator',
    body: KioskCodeRequest,
    answers: { 201: KioskCode },
    problems: [],
  },
  revokeKiosk: {
    method: 'POST',
    path: '/v1/operator/kiosks/:id/revoke',
    summary: 'Shut a kiosk out for good',
    caller: 'operator',
    body: StaffAct,
    answers: { 200: Nothing },
    problems: [],
  },
  listChains: {
    method: 'GET',
    path: '/v1/operator/chains',
    summary: 'Chains and what they offer from when (R26)',
    caller: 'operator',
    answers: { 200: OperatorChains },
    problems: [],
  },
  exportTable: {
    method: 'GET',
    path: '/v1/operator/tables',
    summary: 'Chains, stores, offers, kiosks or survey answers as CSV',
    caller: 'operator',
    query: ExportQuery,
    answers: { 200: TableFile },
    problems: [],
  },
  importTable: {
    method: 'POST',
    path: '/v1/operator/tables',
    summary: 'Take over a CSV file, all of it or nothing',
    caller: 'operator',
    body: ImportRequest,
    maxBodyBytes: IMPORT_MAX_BYTES,
    answers: { 200: ImportReport },
    problems: [],
  },
  countSurvey: {
    method: 'GET',
    path: '/v1/operator/survey',
    summary: 'Answers of the guide’s survey by day (R37)',
    caller: 'operator',
    query: SurveyQuery,
    answers: { 200: SurveyCounts },
    problems: [],
  },
  listSurveyTexts: {
    method: 'GET',
    path: '/v1/operator/survey/texts',
    summary: 'Free texts of the survey, the newest first',
    caller: 'operator',
    query: SurveyTextsQuery,
    answers: { 200: SurveyTexts },
    problems: [],
  },
  removeSurveyText: {
    method: 'POST',
    path: '/v1/operator/survey/:id/remove-text',
    summary: 'Remove a text that holds personal data after all (R37)',
    caller: 'operator',
    body: SurveyTextRemoval,
    answers: { 200: Nothing },
    problems: [],
  },
  searchAudit: {
    method: 'GET',
    path: '/v1/operator/audit/entries',
    summary: 'Entries of the audit log, the newest first (R39)',
    caller: 'operator',
    query: AuditQuery,
    answers: { 200: AuditEntries },
    problems: [],
  },
  showSettings: {
    method: 'GET',
    path: '/v1/operator/settings',
    summary: 'Settings as they stand (R12, R22, R44)',
    caller: 'operator',
    answers: { 200: Settings },
    problems: [],
  },
  changeSettings: {
    method: 'POST',
    path: '/v1/operator/settings',
    summary: 'Change settings',
    caller: 'operator',
    body: SettingsChange,
    answers: { 200: Settings },
    problems: [],
  },
  showStatistics: {
    method: 'GET',
    path: '/v1/operator/statistics',
    summary: 'What happened how often, small numbers rounded',
    caller: 'operator',
    query: StatisticsQuery,
    answers: { 200: StatisticsAnswer },
    problems: [],
  },
  exportAudit: {
    method: 'GET',
    path: '/v1/operator/audit',
    summary: 'The sealed audit log, page by page, for whoever verifies it (R39)',
    caller: 'operator',
    query: AuditExportQuery,
    answers: { 200: AuditExportPage },
    problems: [],
  },
  issueStaffInvite: {
    method: 'POST',
    path: '/v1/operator/staff',
    summary: 'Invite a staff member, or replace a lost passkey: the first operator comes this way (R35)',
    caller: 'operator',
    body: StaffInviteRequest,
    answers: { 201: StaffInvited },
    problems: [],
  },
  listAllStaff: {
    method: 'GET',
    path: '/v1/operator/staff',
    summary: 'Who may sign in',
    caller: 'operator',
    answers: { 200: StaffMembers },
    problems: [],
  },
} as const satisfies Record<string, Route>;

export type OperatorRouteName = keyof typeof OPERATOR_ROUTES;
