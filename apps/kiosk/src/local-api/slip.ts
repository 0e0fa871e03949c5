import { type Static, Type } from 'typebox';

/** The slip's content, in the language of the session: the screen shows what the printer prints. Never a PIN, name or number. */
export const Slip = Type.Object({
  title: Type.String(),
  /** What was done and how the card stands. */
  summary: Type.String(),
  /** When, where, what: label and value. */
  rows: Type.Array(Type.Object({ label: Type.String(), value: Type.String() })),
  /** What to do next, one sentence each. */
  next: Type.Array(Type.String()),
  /** Small print: the receipt's or fault's code. */
  code: Type.Optional(Type.String()),
});
export type Slip = Static<typeof Slip>;

/** `none`: this kiosk has no printer, the slip is shown. */
export const PrintState = Type.Union([
  Type.Literal('none'),
  Type.Literal('ready'),
  Type.Literal('printing'),
  Type.Literal('printed'),
  Type.Literal('failed'),
]);
export type PrintState = Static<typeof PrintState>;
