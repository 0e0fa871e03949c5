import type { Page, Request } from 'playwright-core';

/** Everything that left the page or stayed in the browser, as text to be searched for what must not be there (R30, R38). */
export interface Recorder {
  /** `METHOD path`, of every request to the service. */
  readonly requests: readonly string[];
  /** Request lines, headers and bodies; WebSocket frames are the card's link and are not the network's. */
  readonly sent: readonly string[];
  readonly said: readonly string[];
  /** Local and session storage, cookies, cache names, history, IndexedDB names. */
  stored(): Promise<string>;
}

export function recordTraffic(page: Page): Recorder {
  const requests: string[] = [];
  const sent: string[] = [];
  const said: string[] = [];
  page.on('request', (request) => {
    requests.push(`${request.method()} ${new URL(request.url()).pathname}`);
    sent.push(textOf(request));
  });
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(`${error.message}\n${error.stack}`));
  return {
    requests,
    sent,
    said,
    stored: async () => {
      const inside = await page.evaluate(async () =>
        JSON.stringify({
          local: { ...localStorage },
          session: { ...sessionStorage },
          history: [history.state, location.href],
          caches: await caches.keys(),
          databases: (await indexedDB.databases()).map(({ name }) => name),
        }),
      );
      return inside + JSON.stringify(await page.context().cookies());
    },
  };
}

function textOf(request: Request): string {
  const body = request.postDataBuffer()?.toString('latin1') ?? '';
  // What is base64url in JSON is looked into as well.
  const decoded = [...body.matchAll(/[A-Za-z0-9_-]{24,}/g)].map(([text]) =>
    Buffer.from(text, 'base64url').toString('utf8'),
  );
  return [request.url(), JSON.stringify(request.headers()), body, ...decoded].join('\n');
}

/** The words of `secrets` that occur in any of the texts: `what` names the place. */
export function found(
  secrets: Readonly<Record<string, string>>,
  texts: readonly string[],
  what: string,
): readonly string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    texts.some((text) => text.includes(secret)) ? [`${name} in ${what}`] : [],
  );
}
