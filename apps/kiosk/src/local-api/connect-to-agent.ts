import { Value } from 'typebox/value';
import {
  CLOSE,
  SCREEN_PATH,
  SignInAnswer,
  type SignInRequest,
  SUBPROTOCOL,
  TOKEN_PROTOCOL_PREFIX,
} from './handshake.ts';
import { encodeKey } from './key-message.ts';
import type { ScreenEvent } from './screen-event.ts';
import { View } from './view.ts';

/** Why there is no view: what the screen tells until there is one again. */
export type Disconnected =
  /** The agent does not answer, or has just ended: it is tried again. */
  | 'connecting'
  /** Another screen has taken over; this one stays dark. */
  | 'superseded'
  /** No ticket and no token that the agent takes: the browser has to be started by the kiosk's start script. */
  | 'not-signed-in';

export interface AgentLink {
  /** Drops the event where there is no connection: the next view tells what is so. */
  send(event: ScreenEvent): void;
  /** A key of the PIN pad; `key` is the character's code unit (`'7'.charCodeAt(0)`). */
  pressKey(step: number, key: number): void;
  /** Tells the agent that somebody is there (R32), at most once a second however often it is called. */
  touch(): void;
  close(): void;
}

export interface AgentListener {
  onView(view: View): void;
  onDisconnected(why: Disconnected): void;
}

const RETRY_MS = 1_000;
const TOUCH_MS = 1_000;
const TOKEN_KEY = 'kaijo-kiosk-token';

/** Connects the page to the agent that served it, and stays connected over the agent's restarts. */
export function connectToAgent(listener: AgentListener, page: Window = window): AgentLink {
  let socket: WebSocket | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let touchedAt = Number.NEGATIVE_INFINITY;
  let ended = false;

  const later = (): void => {
    listener.onDisconnected('connecting');
    retry = setTimeout(() => void open(), RETRY_MS);
  };
  const end = (why: Disconnected): void => {
    ended = true;
    listener.onDisconnected(why);
  };

  async function open(): Promise<void> {
    const signedIn = await signIn(page);
    if (ended) return;
    if (signedIn === 'refused') return end('not-signed-in');
    if (signedIn === 'no-answer') return later();
    const url = `${page.location.origin.replace(/^http/, 'ws')}${SCREEN_PATH}`;
    const opening = new WebSocket(url, [SUBPROTOCOL, `${TOKEN_PROTOCOL_PREFIX}${signedIn.token}`]);
    socket = opening;
    opening.addEventListener('message', ({ data }) => {
      const view = typeof data === 'string' ? viewIn(data) : undefined;
      if (view !== undefined) listener.onView(view);
    });
    opening.addEventListener('close', ({ code }) => {
      if (socket === opening) socket = undefined;
      if (ended) return;
      if (code === CLOSE.SUPERSEDED) end('superseded');
      else later();
    });
  }

  void open();
  const send = (message: string | Uint8Array<ArrayBuffer>): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(message);
  };
  return {
    send: (event) => send(JSON.stringify(event)),
    pressKey(step, key) {
      const bytes = encodeKey({ step, key });
      send(bytes);
      bytes.fill(0);
    },
    touch() {
      const now = performance.now();
      if (now - touchedAt < TOUCH_MS) return;
      touchedAt = now;
      send(JSON.stringify({ kind: 'touch' } satisfies ScreenEvent));
    },
    close() {
      ended = true;
      clearTimeout(retry);
      socket?.close();
    },
  };
}

/** With the ticket in the URL's fragment, which leaves the history; else with the token that this tab has. */
async function signIn(page: Window): Promise<SignInAnswer | 'refused' | 'no-answer'> {
  const ticket = page.location.hash.slice(1);
  const token = page.sessionStorage.getItem(TOKEN_KEY);
  const first = ticket === '' ? undefined : await ask(page, { ticket });
  if (first === 'no-answer') return first;
  if (ticket !== '') page.history.replaceState(null, '', page.location.pathname);
  const answer = first === undefined || first === 'refused' ? token && (await ask(page, { token })) : first;
  if (answer === 'no-answer') return answer;
  if (!answer || answer === 'refused') return 'refused';
  page.sessionStorage.setItem(TOKEN_KEY, answer.token);
  return answer;
}

async function ask(page: Window, request: SignInRequest): Promise<SignInAnswer | 'refused' | 'no-answer'> {
  try {
    const response = await page.fetch(SCREEN_PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    const answer: unknown = await response.json();
    return response.ok && Value.Check(SignInAnswer, answer) ? answer : 'refused';
  } catch {
    return 'no-answer';
  }
}

function viewIn(text: string): View | undefined {
  const value: unknown = JSON.parse(text);
  return Value.Check(View, value) ? (value as View) : undefined;
}
