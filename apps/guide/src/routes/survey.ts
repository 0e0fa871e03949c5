import type { Usefulness } from '@kaijo/contract';
import { languageTag } from '@kaijo/contract/language';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createElement } from 'react';
import { addressOf } from '../addresses.ts';
import type { Speech } from '../content/index.ts';
import type { Service } from '../live/service.ts';
import type { PageMaker } from '../page-maker.tsx';
import { replyTo, SurveyAnswerPage, type SurveyReply, surveyTitle } from '../pages/survey-answers.tsx';
import { type SurveyFields, TRAP_FIELD } from '../pages/survey-form.tsx';
import { wellFormed } from './search.ts';

interface SurveyOptions {
  readonly service: Service;
  readonly maker: PageMaker;
  readonly perHour: number;
  /** The public reaches the guide by https. */
  readonly secure: () => boolean;
}

const COOKIE = 'kaijo-visit';
/** Browsers take this name with Secure, from this host and for all of it only (RFC 6265bis, 4.1.3.2). */
const SECURE_COOKIE = `__Host-${COOKIE}`;
const VISIT_SECONDS = 6 * 3_600;
const USEFULNESS: readonly Usefulness[] = ['helpful', 'neither', 'not-helpful'];
const LONGEST_TEXT = 16_000;

/**
 * R37: one answer per visit. The visit begins with the first answer, not with reading: its token stands in a cookie that
 * only the survey sees, and pages stay the same for all.
 */
export function serveSurvey(app: FastifyInstance, speech: Speech, options: SurveyOptions): void {
  const { service, maker, perHour, secure } = options;
  const path = addressOf(speech.language, '/survey');
  app.get(path, (_request, reply) => reply.redirect(addressOf(speech.language, '/#survey'), 303));
  app.post(
    path,
    {
      config: {
        rateLimit: { max: perHour, timeWindow: 3_600_000, errorResponseBuilder: () => new TooMany() },
      },
      errorHandler: (error, request, reply) => {
        if (error instanceof TooMany) return show(request, reply.code(429), { kind: 'busy' }, {});
        throw error;
      },
    },
    async (request, reply) => {
      const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
      const { fields, trapped } = readForm(form, visitOf(request, secure()));
      // Whoever filled that in is a program: it is thanked and forgotten.
      if (trapped || isForeign(request)) return show(request, reply, { kind: 'thanks' }, {});
      if (fields.usefulness === undefined)
        return show(request, reply.code(422), { kind: 'not-chosen' }, fields);
      const outcome = await service.sendAnswer({
        usefulness: fields.usefulness,
        text: wellFormed((fields.text ?? '').slice(0, LONGEST_TEXT)),
        language: languageTag(speech.language),
        masked: false,
        ...(fields.visit && { visit: fields.visit }),
      });
      if (outcome?.visit !== undefined) reply.header('set-cookie', cookieOf(outcome.visit, secure()));
      const answer = replyTo(outcome);
      return show(request, reply.code(STATUS[answer.kind]), answer, {
        ...fields,
        ...(outcome?.maskedText !== undefined && { text: outcome.maskedText }),
      });
    },
  );

  function show(
    request: FastifyRequest,
    reply: FastifyReply,
    answer: SurveyReply,
    fields: SurveyFields,
  ): FastifyReply {
    const { visit: _, ...shown } = fields;
    const frame = {
      speech,
      path: '/',
      title: surveyTitle(speech, answer),
      description: speech.texts.survey.question,
    };
    const content = createElement(SurveyAnswerPage, { speech, reply: answer, fields: shown });
    return maker.send(request, reply, maker.once(frame, content));
  }
}

class TooMany extends Error {}

const STATUS: Readonly<Record<SurveyReply['kind'], number>> = {
  thanks: 200,
  'answered-before': 200,
  'not-chosen': 422,
  'too-long': 422,
  'personal-data': 200,
  away: 503,
  busy: 429,
};

function readForm(form: URLSearchParams, visit: string | undefined) {
  const usefulness = USEFULNESS.find((one) => one === form.get('usefulness'));
  const text = wellFormed(form.get('text') ?? '');
  const fields: SurveyFields = {
    ...(usefulness && { usefulness }),
    ...(text !== '' && { text }),
    ...(visit && { visit }),
  };
  return { fields, trapped: (form.get(TRAP_FIELD) ?? '') !== '' };
}

/** A form on somebody else's page sent by a visitor who knows nothing of it (Fetch Metadata). */
function isForeign(request: FastifyRequest): boolean {
  return request.headers['sec-fetch-site'] === 'cross-site';
}

function visitOf(request: FastifyRequest, secure: boolean): string | undefined {
  const name = secure ? SECURE_COOKIE : COOKIE;
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  return value !== undefined && /^[A-Za-z0-9_.-]{1,200}$/.test(value) ? value : undefined;
}

function cookieOf(visit: string, secure: boolean): string {
  const name = secure ? SECURE_COOKIE : COOKIE;
  const parts = [`${name}=${visit}`, 'Path=/', `Max-Age=${VISIT_SECONDS}`, 'HttpOnly', 'SameSite=Strict'];
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ');
}
