import { readFile } from 'node:fs/promises';
import {
  encodeKey,
  SCREEN_PATH,
  type Scene,
  type SceneKind,
  type ScreenEventKind,
  SUBPROTOCOL,
  TOKEN_PROTOCOL_PREFIX,
  type View,
} from '@kaijo/kiosk';
import { WebSocket } from 'ws';

/** The kiosk's screen as the agent sees it, without a browser: what a holder does takes no time. */
export class BenchScreen implements Disposable {
  readonly #socket: WebSocket;
  #view: View | undefined;
  #look: () => void = () => {};

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      this.#view = JSON.parse(data.toString()) as View;
      this.#look();
    });
  }

  /** Signs in with the ticket of the start page. */
  static async open(startPage: string): Promise<BenchScreen> {
    const page = await readFile(startPage, 'utf8');
    const [, url, ticket] = /url=(http:[^#]+)#([^"]+)"/.exec(page) ?? [];
    if (url === undefined) throw new Error('the start page leads nowhere');
    const origin = url.replace(/\/$/, '');
    const answer = await fetch(new URL(SCREEN_PATH, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ ticket }),
    });
    const { token } = (await answer.json()) as { token: string };
    const protocols = [SUBPROTOCOL, `${TOKEN_PROTOCOL_PREFIX}${token}`];
    const socket = new WebSocket(new URL(SCREEN_PATH, origin.replace(/^http/, 'ws')), protocols, { origin });
    const screen = new BenchScreen(socket);
    await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return screen;
  }

  /** Resolves with the scene of this kind. @throws Error when a fault comes instead */
  scene<K extends SceneKind>(
    kind: K,
    isIt: (scene: Extract<Scene, { kind: K }>) => boolean = () => true,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#look = () => {
        const scene = this.#view?.scene;
        if (scene?.kind === kind && isIt(scene as Extract<Scene, { kind: K }>)) resolve();
        else if (scene?.kind === 'fault') reject(new Error(`the kiosk says ${scene.code}`));
      };
      this.#look();
    });
  }

  press(kind: Exclude<ScreenEventKind, 'language' | 'touch'>): void {
    this.#socket.send(JSON.stringify({ kind, step: this.#view?.step ?? 0 }));
  }

  async type(pin: string): Promise<void> {
    const step = this.#view?.step ?? 0;
    for (const key of pin) this.#socket.send(encodeKey({ step, key: key.charCodeAt(0) }));
    await new Promise<void>((resolve) => {
      this.#look = () => {
        const scene = this.#view?.scene;
        if (scene !== undefined && 'entered' in scene && scene.entered === pin.length) resolve();
      };
      this.#look();
    });
  }

  [Symbol.dispose](): void {
    this.#socket.terminate();
  }
}
