import {
  type ChainsAnswer,
  createGuideClient,
  type StatusAnswer,
  type StoreSummary,
  type StoresQuery,
  type SurveyAnswerRequest,
  type SurveyOutcome,
} from '@kaijo/contract';
import { type Fetched, refreshed } from './refreshed.ts';

/** What the guide knows of the service at this moment. Undefined: it does not answer, and the page says so. */
export interface Live {
  readonly status: Fetched<StatusAnswer> | undefined;
  readonly chains: Fetched<ChainsAnswer> | undefined;
}

export interface Service {
  live(): Promise<Live>;
  /** Undefined: no answer. */
  findStores(query: StoresQuery): Promise<readonly StoreSummary[] | undefined>;
  sendAnswer(answer: SurveyAnswerRequest): Promise<SurveyOutcome | undefined>;
}

/** A visitor waits no longer than this for what the page can do without. */
const WAIT_MS = 1_000;
const TIMEOUT_MS = 5_000;
/** A maintenance window that was announced is on the page after this, at the latest. */
const STATUS_FRESH_MS = 5_000;
const STATUS_USABLE_MS = 30_000;
const CHAINS_FRESH_MS = 15_000;
/** Yesterday’s list is better than none. */
const CHAINS_USABLE_MS = 86_400_000;

export function connectService(of: {
  /** Undefined as long as nobody has said where it is. */
  readonly url: () => string | undefined;
  readonly token?: string | undefined;
}): Service {
  const monotonic = (): number => performance.now();
  const client = () => {
    const baseUrl = of.url();
    if (baseUrl === undefined) return undefined;
    return createGuideClient({
      baseUrl,
      fetch: (url, init) =>
        fetch(url, {
          ...init,
          headers: {
            ...(init.headers as Record<string, string>),
            ...(of.token && { 'kaijo-guide': of.token }),
          },
          signal: AbortSignal.timeout(TIMEOUT_MS),
        }),
    });
  };
  const status = refreshed<StatusAnswer>({
    fetch: async () => body(await client()?.showStatus()),
    freshMs: STATUS_FRESH_MS,
    usableMs: STATUS_USABLE_MS,
    waitMs: WAIT_MS,
    monotonic,
    isStale: ({ now, kiosk }, age) => Date.parse(now) + age >= Date.parse(kiosk.changesAt),
  });
  const chains = refreshed<ChainsAnswer>({
    fetch: async () => body(await client()?.listChains()),
    freshMs: CHAINS_FRESH_MS,
    usableMs: CHAINS_USABLE_MS,
    waitMs: WAIT_MS,
    monotonic,
  });
  return {
    async live() {
      const [first, second] = await Promise.all([status.current(), chains.current()]);
      return { status: first, chains: second };
    },
    findStores: async (query) => body(await client()?.listStores(query))?.stores,
    sendAnswer: async (answer) => body(await client()?.answerSurvey(answer)),
  };
}

function body<B>(
  outcome: { readonly kind: 'ok'; readonly body: B } | { readonly kind: string } | undefined,
): B | undefined {
  return outcome !== undefined && 'body' in outcome ? outcome.body : undefined;
}
