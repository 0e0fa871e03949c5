import { ROUTES } from '../routes.ts';
import type { StoresQuery } from '../stores.ts';
import type { SurveyAnswerRequest } from '../survey.ts';
import { type Caller, type CallOptions, call } from './call.ts';

/** The public guide's calls. Each returns a value for every outcome and never throws for one. */
export type GuideClient = ReturnType<typeof createGuideClient>;

export function createGuideClient(caller: Caller) {
  return {
    showStatus: (options: CallOptions = {}) => call(caller, ROUTES.showStatus, options),

    listChains: (options: CallOptions = {}) => call(caller, ROUTES.listChains, options),

    listStores: (query: StoresQuery, options: CallOptions = {}) =>
      call(caller, ROUTES.listStores, { query: query as Record<string, string>, ...options }),

    answerSurvey: (body: SurveyAnswerRequest, options: CallOptions = {}) =>
      call(caller, ROUTES.answerSurvey, { body, ...options }),
  };
}
