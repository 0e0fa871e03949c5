import { type Static, Type } from 'typebox';

/**
 * How a screen signs in at the agent. The agent writes a start page with a ticket into its runtime folder, which only the
 * kiosk's user can read; the browser opens that file and is sent on to `/#TICKET`. The ticket is good once:
 * `POST /screen` gives a token for it. The WebSocket `/screen` takes the token as a subprotocol and, like every request,
 * refuses any Host and Origin but the agent's own (DNS rebinding, pages of others).
 */
export const SCREEN_PATH = '/screen';
export const SUBPROTOCOL = 'kaijo-kiosk.1';
export const TOKEN_PROTOCOL_PREFIX = 'token.';

/** A new ticket, or the token of a tab that was loaded again (is it still good?). */
export const SignInRequest = Type.Union([
  Type.Object({ ticket: Type.String({ minLength: 1, maxLength: 100 }) }, { additionalProperties: false }),
  Type.Object({ token: Type.String({ minLength: 1, maxLength: 100 }) }, { additionalProperties: false }),
]);
export type SignInRequest = Static<typeof SignInRequest>;
export const SignInAnswer = Type.Object({ token: Type.String({ minLength: 1, maxLength: 100 }) });
export type SignInAnswer = Static<typeof SignInAnswer>;

/** Close codes of the WebSocket (RFC 6455, 7.4.2: 4000-4999 are the application's). */
export const CLOSE = {
  /** A newer screen has signed in. */
  SUPERSEDED: 4001,
  /** A message that is none of the screen's. */
  BAD_MESSAGE: 4002,
  /** The agent ends. */
  ENDING: 4003,
} as const;
