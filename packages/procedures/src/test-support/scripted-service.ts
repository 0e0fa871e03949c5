import {
  type Fetch,
  PROBLEM_STATUS,
  type ProblemDetails,
  type ProblemType,
  problemTypeUri,
} from '@kaijo/contract';

/** What the service says to one message; `lost`: nothing is heard. */
export type ScriptedAnswer =
  | 'lost'
  | { readonly status: number; readonly body: unknown }
  | ({ readonly problem: ProblemType; readonly status?: number } & ProblemDetails);

export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
  readonly body: unknown;
}

/** A service that says what the test says, in order, and remembers what it has heard. */
export class ScriptedService {
  readonly heard: Heard[] = [];
  readonly #answers: ScriptedAnswer[];

  constructor(...answers: readonly ScriptedAnswer[]) {
    this.#answers = [...answers];
  }

  expect(...answers: readonly ScriptedAnswer[]): void {
    this.#answers.push(...answers);
  }

  readonly fetch: Fetch = async (url, init) => {
    const headers = init.headers as Record<string, string>;
    this.heard.push({
      method: init.method ?? 'GET',
      path: new URL(url).pathname,
      key: headers['idempotency-key'],
      body: typeof init.body === 'string' ? JSON.parse(init.body) : init.body,
    });
    const answer = this.#answers.shift();
    if (answer === undefined) throw new Error(`nobody expected ${init.method} ${url}`);
    if (answer === 'lost') throw new TypeError('fetch failed');
    if (!('problem' in answer)) return Response.json(answer.body, { status: answer.status });
    const { problem, status = PROBLEM_STATUS[problem], ...details } = answer;
    const words = { title: problem, detail: problem };
    return Response.json({ type: problemTypeUri(problem), status, ...words, ...details }, { status });
  };
}
