import { type Static, Type } from 'typebox';
import { Base64Url } from './base64url.ts';
import type { Route } from './routes.ts';
import { Timestamp, Uuid } from './scalars.ts';

/** Who acts: the staff member's id at the operator, for the audit log (R35, R39). Not a name. */
export const Staff = Type.String({ minLength: 1, maxLength: 80 });

/** Body of an act that needs no more than who does it. */
export const StaffAct = Type.Object({ staff: Staff }, { additionalProperties: false });
export type StaffAct = Static<typeof StaffAct>;

/**
 * What a staff member may do (R35). An operator runs the service and cannot reset a PIN; a clerk resets PINs and cannot
 * change the service; an auditor looks and changes nothing.
 */
export const StaffRole = Type.Union([
  Type.Literal('clerk'),
  Type.Literal('operator'),
  Type.Literal('auditor'),
]);
export type StaffRole = Static<typeof StaffRole>;

/** The staff member's id at the operator: a number or a function, not a name. It is in the audit log (R39). */
export const StaffNumber = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$' });

/** 160 bits in Crockford's base 32, in groups; typed once. */
export const InviteCode = Type.String({ pattern: '^[0-9A-HJKMNP-TV-Z]{8}(-[0-9A-HJKMNP-TV-Z]{8}){3}$' });

/** SubjectPublicKeyInfo of an ECDSA key on P-256: 91 bytes. The private key never leaves the browser that made it. */
export const SessionKey = Base64Url(91, 91);

const WebAuthnText = Type.String({ maxLength: 16_384 });

/** RegistrationResponseJSON (Web Authentication Level 3, 5.1.8); what it says is WebAuthn's to check. */
export const PasskeyRegistration = Type.Object({
  id: WebAuthnText,
  rawId: WebAuthnText,
  type: Type.Literal('public-key'),
  response: Type.Object({
    clientDataJSON: WebAuthnText,
    attestationObject: WebAuthnText,
    transports: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 })),
  }),
  clientExtensionResults: Type.Object({}),
});
export type PasskeyRegistration = Static<typeof PasskeyRegistration>;

/** AuthenticationResponseJSON (Web Authentication Level 3, 5.1.8). */
export const PasskeyAssertion = Type.Object({
  id: WebAuthnText,
  rawId: WebAuthnText,
  type: Type.Literal('public-key'),
  response: Type.Object({
    clientDataJSON: WebAuthnText,
    authenticatorData: WebAuthnText,
    signature: WebAuthnText,
    userHandle: Type.Optional(WebAuthnText),
  }),
  clientExtensionResults: Type.Object({}),
});
export type PasskeyAssertion = Static<typeof PasskeyAssertion>;

/** Begins a ceremony: `options` go to `navigator.credentials` as they stand (…OptionsJSON of WebAuthn Level 3). */
export const PasskeyCeremony = Type.Object({
  ceremony: Uuid,
  options: Type.Object({ challenge: Type.String() }, { additionalProperties: true }),
});
export type PasskeyCeremony = Static<typeof PasskeyCeremony>;

export const RegistrationBegin = Type.Object({ code: InviteCode }, { additionalProperties: false });
export type RegistrationBegin = Static<typeof RegistrationBegin>;

export const RegistrationFinish = Type.Object(
  { ceremony: Uuid, response: PasskeyRegistration },
  { additionalProperties: false },
);
export type RegistrationFinish = Static<typeof RegistrationFinish>;

export const StaffMember = Type.Object({
  id: Uuid,
  number: Type.String(),
  role: StaffRole,
  /** `invited`: no passkey yet. `suspended`: may not sign in. */
  state: Type.Union([Type.Literal('invited'), Type.Literal('active'), Type.Literal('suspended')]),
  since: Timestamp,
});
export type StaffMember = Static<typeof StaffMember>;

export const StaffMembers = Type.Object({ members: Type.Array(StaffMember) });
export type StaffMembers = Static<typeof StaffMembers>;

export const SignInBegin = Type.Object({ sessionKey: SessionKey }, { additionalProperties: false });
export type SignInBegin = Static<typeof SignInBegin>;

export const AssertionFinish = Type.Object(
  { ceremony: Uuid, response: PasskeyAssertion },
  { additionalProperties: false },
);
export type AssertionFinish = Static<typeof AssertionFinish>;

/** Who is signed in. The session itself is a cookie that no script can read, and the browser's key. */
export const StaffSession = Type.Object({
  number: Type.String(),
  role: StaffRole,
  /** Ends when nothing is asked until then. */
  idleUntil: Timestamp,
  /** Ends then, whatever is done. */
  endsAt: Timestamp,
  /** The service's clock: requests are signed with its time. */
  now: Timestamp,
});
export type StaffSession = Static<typeof StaffSession>;

export const StaffInvite = Type.Object(
  { number: StaffNumber, role: StaffRole },
  { additionalProperties: false },
);
export type StaffInvite = Static<typeof StaffInvite>;

/** The code is shown once and stored nowhere. */
export const StaffInvited = Type.Object({ member: StaffMember, code: Type.String(), expiresAt: Timestamp });
export type StaffInvited = Static<typeof StaffInvited>;

/** Besides the roles' own refusals every staff route may answer `not-authorised` and `not-permitted`. */
export const STAFF_ROUTES = {
  beginRegistration: {
    method: 'POST',
    path: '/v1/staff/registration/begin',
    summary: 'Begin the registration of a passkey with a one-time code',
    caller: 'anyone',
    body: RegistrationBegin,
    answers: { 201: PasskeyCeremony },
    problems: ['not-authorised'],
  },
  finishRegistration: {
    method: 'POST',
    path: '/v1/staff/registration',
    summary: 'Register the passkey; the code is used up',
    caller: 'anyone',
    body: RegistrationFinish,
    answers: { 201: StaffMember },
    problems: ['not-authorised'],
  },
  beginSignIn: {
    method: 'POST',
    path: '/v1/staff/sign-in/begin',
    summary: 'Begin to sign in, for the browser that holds this key',
    caller: 'anyone',
    body: SignInBegin,
    answers: { 201: PasskeyCeremony },
    problems: [],
  },
  finishSignIn: {
    method: 'POST',
    path: '/v1/staff/sign-in',
    summary: 'Sign in with the passkey; sets the session’s cookie',
    caller: 'anyone',
    body: AssertionFinish,
    answers: { 201: StaffSession },
    problems: ['not-authorised'],
  },
  showStaffSession: {
    method: 'GET',
    path: '/v1/staff/session',
    summary: 'Who is signed in, and until when',
    caller: 'staff',
    roles: ['clerk', 'operator', 'auditor'],
    answers: { 200: StaffSession },
    problems: [],
  },
  signOut: {
    method: 'POST',
    path: '/v1/staff/sign-out',
    summary: 'End the session',
    caller: 'staff',
    roles: ['clerk', 'operator', 'auditor'],
    answers: { 200: Type.Object({}) },
    problems: [],
  },
  listStaff: {
    method: 'GET',
    path: '/v1/staff/members',
    summary: 'Who may sign in',
    caller: 'staff',
    roles: ['operator', 'auditor'],
    answers: { 200: StaffMembers },
    problems: [],
  },
  inviteStaff: {
    method: 'POST',
    path: '/v1/staff/members',
    summary: 'Invite a staff member: gives a one-time code',
    caller: 'staff',
    roles: ['operator'],
    body: StaffInvite,
    answers: { 201: StaffInvited },
    problems: [],
  },
  renewPasskey: {
    method: 'POST',
    path: '/v1/staff/members/:id/renew',
    summary: 'A passkey was lost: revokes it with its sessions and gives a new one-time code',
    caller: 'staff',
    roles: ['operator'],
    answers: { 201: StaffInvited },
    problems: [],
  },
  suspendStaff: {
    method: 'POST',
    path: '/v1/staff/members/:id/suspend',
    summary: 'The staff member may not sign in any more; open sessions end',
    caller: 'staff',
    roles: ['operator'],
    answers: { 200: Type.Object({}) },
    problems: [],
  },
} as const satisfies Record<string, Route>;

export type StaffRouteName = keyof typeof STAFF_ROUTES;
