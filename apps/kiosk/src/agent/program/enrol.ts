import { type Caller, call, type Problem, problemTypeOf, ROUTES } from '@kaijo/contract';
import { askAgain, DEFAULT_PATIENCE } from '@kaijo/procedures';
import { type KioskFolder, readIdentity, writeIdentity } from '../folder/index.ts';
import { newKioskKey, timed } from '../service/index.ts';
import { EXIT, ProgramFailure } from './exit-codes.ts';

export interface EnrolInput {
  /** `https://kaijo.example` */
  readonly service: string;
  readonly code: string;
  /** Throw the old identity away. */
  readonly again: boolean;
}

/** `kaijo kiosk enrol`: makes this kiosk's key and has it certified for the code. @throws ProgramFailure */
export async function enrol(folder: KioskFolder, input: EnrolInput): Promise<string> {
  if (!input.again && (await readIdentity(folder.identity)) !== undefined)
    throw new ProgramFailure(EXIT.CONFIGURATION, 'this kiosk is enrolled already; --again enrols it anew');
  const { publicKey, key } = await newKioskKey();
  const caller: Caller = { baseUrl: input.service, fetch: timed(globalThis.fetch), language: 'en' };
  const body = { code: input.code, publicKey };
  const answer = await askAgain(DEFAULT_PATIENCE, (idempotencyKey) =>
    call(caller, ROUTES.enrolKioskByCode, { body, idempotencyKey }),
  );
  if (answer.kind === 'unreachable')
    throw new ProgramFailure(EXIT.UNAVAILABLE, `${input.service} does not answer`);
  if (answer.kind === 'problem') throw new ProgramFailure(EXIT.REFUSED, sentenceOf(answer.problem));
  const { certificate, authority, ...enrolment } = answer.body;
  await writeIdentity(folder.identity, { ...enrolment, identity: { key, certificate, authority } });
  return `enrolled as ${enrolment.kiosk} in ${enrolment.storeName}; the key is in ${folder.identity}`;
}

function sentenceOf(problem: Problem): string {
  return problemTypeOf(problem) === 'not-authorised'
    ? 'the code is unknown, was used, or has ended; have a new one issued: kaijo kiosk code --store STORE'
    : `${problem.detail} (${problem.type})`;
}
