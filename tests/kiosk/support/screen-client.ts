import { readFile } from 'node:fs/promises';
import {
  CLOSE,
  encodeKey,
  SCREEN_PATH,
  type Scene,
  type SceneKind,
  type ScreenEvent,
  SUBPROTOCOL,
  TOKEN_PROTOCOL_PREFIX,
  View,
} from '@kaijo/kiosk';
import { Value } from 'typebox/value';
import { WebSocket } from 'ws';

type SceneOf<K extends SceneKind> = Extract<Scene, { kind: K }>;

/** A screen without a browser: signs in with the start page's ticket and does what a holder's finger does. */
export class ScreenClient {
  readonly #socket: WebSocket;
  /** Everything that the agent has sent, as it came. */
  readonly received: string[] = [];
  #view: View | undefined;
  #superseded = false;
  readonly #waiting = new Set<() => void>();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('close', (code: number) => {
      this.#superseded = code === CLOSE.SUPERSEDED;
    });
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) throw new Error('the agent sends no binary messages');
      const text = data.toString();
      const value: unknown = JSON.parse(text);
      if (!Value.Check(View, value)) throw new Error(`no view: ${text}`);
      this.received.push(text);
      this.#view = value as View;
      for (const look of [...this.#waiting]) look();
    });
  }

  static async open(startPage: string): Promise<ScreenClient> {
    const { url, token } = await signIn(startPage);
    return ScreenClient.connect(url, token);
  }

  static async connect(url: string, token: string): Promise<ScreenClient> {
    const socket = new WebSocket(
      `${url.replace(/^http/, 'ws').replace(/\/$/, '')}${SCREEN_PATH}`,
      [SUBPROTOCOL, `${TOKEN_PROTOCOL_PREFIX}${token}`],
      { origin: url.replace(/\/$/, '') },
    );
    const client = new ScreenClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    return client;
  }

  /** A newer screen has taken over. */
  get isSuperseded(): boolean {
    return this.#superseded;
  }

  get view(): View {
    if (this.#view === undefined) throw new Error('no view yet');
    return this.#view;
  }

  /** Waits for a view of this kind (and shape). */
  async scene<K extends SceneKind>(
    kind: K,
    isIt: (scene: SceneOf<K>) => boolean = () => true,
    limitMs = 15_000,
  ): Promise<SceneOf<K>> {
    const found = (): SceneOf<K> | undefined => {
      const scene = this.#view?.scene;
      return scene?.kind === kind && isIt(scene as SceneOf<K>) ? (scene as SceneOf<K>) : undefined;
    };
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`no ${kind} came; the screen shows ${JSON.stringify(this.#view?.scene)}`));
      }, limitMs);
      const look = (): void => {
        const scene = found();
        if (scene === undefined) return;
        this.#waiting.delete(look);
        clearTimeout(timer);
        resolve(scene);
      };
      this.#waiting.add(look);
      look();
    });
  }

  send(event: ScreenEvent): void {
    this.#socket.send(JSON.stringify(event));
  }

  /** An event of the step that the screen shows. */
  press(kind: 'start' | 'confirm' | 'erase' | 'clear' | 'back' | 'cancel' | 'print'): void {
    this.send({ kind, step: this.view.step });
  }

  /** Types keys, one by one, and waits until `entered` characters are there: these alone, unless it says more. */
  async type(pin: string, entered = pin.length): Promise<void> {
    const { step } = this.view;
    for (const key of pin) this.#socket.send(encodeKey({ step, key: key.charCodeAt(0) }));
    await this.#until(() => {
      const { scene } = this.view;
      return 'entered' in scene && scene.entered === entered;
    }, `${entered} characters`);
  }

  async enter(pin: string): Promise<void> {
    await this.type(pin);
    this.press('confirm');
  }

  sendRaw(message: string | Uint8Array): void {
    this.#socket.send(message);
  }

  /** The code that the agent closes with. */
  closed(): Promise<number> {
    return new Promise((resolve) => this.#socket.once('close', resolve));
  }

  /** R32 */
  asked(): Promise<void> {
    return this.#until(() => this.view.stillThere !== undefined, 'asked whether somebody is there');
  }

  notAsked(): Promise<void> {
    return this.#until(() => this.view.stillThere === undefined, 'no longer asked');
  }

  close(): void {
    this.#socket.close();
  }

  /** As a killed browser leaves. */
  kill(): void {
    this.#socket.terminate();
  }

  #until(isSo: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`never: ${what}; the screen shows ${JSON.stringify(this.#view?.scene)}`));
      }, 15_000);
      const look = (): void => {
        if (!isSo()) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }
}

/** What the start page leads to: the agent's address and a ticket. */
export async function readStartPage(path: string): Promise<{ url: string; ticket: string }> {
  const page = await readFile(path, 'utf8');
  const [, url, ticket] = /url=(http:[^#]+)#([^"]+)"/.exec(page) ?? [];
  if (url === undefined || ticket === undefined) throw new Error('the start page leads nowhere');
  return { url, ticket };
}

export async function signIn(startPage: string): Promise<{ url: string; token: string }> {
  const { url, ticket } = await readStartPage(startPage);
  const response = await fetch(new URL(SCREEN_PATH, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url.replace(/\/$/, '') },
    body: JSON.stringify({ ticket }),
  });
  const { token } = (await response.json()) as { token?: string };
  if (token === undefined) throw new Error(`the ticket was refused: ${response.status}`);
  return { url, token };
}
