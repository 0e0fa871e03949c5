import { FACE_FRAMES, FaceMeta, type Refusal, ROUTES } from '@kaijo/contract';
import { verifyCardFace } from '@kaijo/jpki';
import { appendAudit, type JsonObject } from '../audit/index.ts';
import { type Transaction, transaction } from '../database/index.ts';
import { FACE_CHECK_NOT_INSTALLED, type FaceCheck, type FaceOutcome } from '../face/index.ts';
import {
  answer,
  defineMultipartCommand,
  type Endpoint,
  type MultipartBody,
  type Refused,
  ready,
  refuse,
} from '../http/index.ts';
import { invalidField } from '../invalid-field.ts';
import { makeReservation, wireReservation } from '../reservation/index.ts';
import { recordFaceOutcome } from '../restriction/index.ts';
import { refuseAndRecord } from './audit-refusal.ts';
import { readCardFace } from './card-message.ts';
import type { PhoneSessionDependencies } from './dependencies.ts';
import { findOwnSession, NOT_AUTHORISED } from './own-session.ts';
import type { FacePhoneSession, LivenessChallenge } from './record.ts';
import { finish, returnChallenge, takeChallenge } from './rules.ts';
import { phoneStanding } from './standing.ts';
import { lockPhoneSession, writePhoneSession } from './storage.ts';

const META_MAX_BYTES = 64 * 1024;

/** What was judged; `busy` never gets this far. */
type JudgedOutcome = Exclude<FaceOutcome, { kind: 'busy' }>;

/**
 * `POST /v1/phone/sessions/{id}/face` (protocol.md, Phone, 3)
 *
 * The challenge is taken in a transaction of its own before anything is judged, so that nobody has one challenge judged
 * twice. A call that is lost between that and the decision counts nothing; repeated, it answers `challenge-expired`,
 * and the card message draws a new challenge.
 */
export function presentFaceEndpoint(of: PhoneSessionDependencies): Endpoint {
  const { db, clock, random, faceCheck, cardFaceKeys } = of;

  return defineMultipartCommand(
    ROUTES.presentFace,
    {
      json: { part: 'meta', schema: FaceMeta, maxBytes: META_MAX_BYTES },
      files: {
        part: 'frame',
        contentType: 'image/jpeg',
        maxCount: FACE_FRAMES.max,
        maxBytes: FACE_FRAMES.maxBytes,
      },
    },
    {
      prepare: async ({ path, body, caller }) => {
        const session = await findOwnSession(db, path.id, caller);
        if (session === undefined) return refuse(NOT_AUTHORISED);
        if (faceCheck === undefined) return refuse(FACE_CHECK_NOT_INSTALLED);
        const evidence = readEvidence(body);
        if (evidence.kind === 'refuse') return evidence;
        const taken = await take(path.id, body.json.challenge, evidence.cardFace.digest);
        if (taken.kind === 'refuse') return taken;
        const outcome = await judge(faceCheck, evidence, taken.challenge);
        if (outcome.kind === 'refuse') return outcome;
        if (outcome.kind !== 'busy') return ready(outcome);
        await giveBack(path.id, taken.challenge);
        return refuse({ problem: 'too-many-requests', retryAfter: outcome.retryAfterSeconds });
      },

      decide: async ({ tx, now, path, prepared: outcome }) => {
        const session = await lockPhoneSession(tx, path.id);
        if (session?.state !== 'face') return refuse({ problem: 'challenge-expired' });
        const { cardRef } = session.card;
        const judged = await recordFaceOutcome(tx, {
          cardRef,
          appRef: session.appRef,
          outcome: outcome.kind,
          now,
        });
        const face = { tx, now, session, outcome };
        switch (judged.kind) {
          case 'restricted':
            return refuseFace(face, { problem: 'app-restricted', until: judged.until.toISOString() });
          case 'passed':
            return reserve(face);
          case 'failed':
            return refuseFace(face, {
              ...problemOf(outcome),
              triesLeft: judged.triesLeft,
              ...(judged.restrictedUntil && { until: judged.restrictedUntil.toISOString() }),
            });
          case 'not-counted':
            return refuseFace(face, { ...problemOf(outcome), triesLeft: judged.triesLeft });
        }
      },
    },
  );

  /** Single use, whatever comes of it. */
  function take(
    id: string,
    challenge: string,
    cardFaceDigest: Uint8Array,
  ): Promise<{ readonly kind: 'taken'; readonly challenge: LivenessChallenge } | Refused> {
    return transaction(db, async (tx) => {
      const now = clock.now();
      const session = await lockPhoneSession(tx, id);
      if (session?.state !== 'face' || session.challenge === undefined)
        return refuse({ problem: 'challenge-expired' });
      const subjects = { appRef: session.appRef, cardRef: session.card.cardRef };
      const standing = await phoneStanding(tx, subjects, now);
      if (standing.kind === 'refuse') return standing;
      const taken = takeChallenge(session, { challenge, cardFaceDigest }, now);
      if (taken.kind === 'refuse') return taken;
      await writePhoneSession(tx, taken.to);
      return { kind: 'taken', challenge: session.challenge };
    });
  }

  function giveBack(id: string, challenge: LivenessChallenge): Promise<void> {
    return transaction(db, async (tx) => {
      const session = await lockPhoneSession(tx, id);
      const returned = session && returnChallenge(session, challenge);
      if (returned !== undefined) await writePhoneSession(tx, returned);
    });
  }

  async function judge(
    check: FaceCheck,
    { cardFace, frames }: Evidence,
    challenge: LivenessChallenge,
  ): Promise<FaceOutcome | Refused> {
    const verified = await verifyCardFace(cardFace.files, cardFaceKeys);
    if (verified.kind === 'refused') return refuse({ problem: 'card-face-invalid', reason: verified.reason });
    return check.judge({
      portraitJp2: verified.face.portrait,
      frames,
      challenge: { steps: challenge.steps },
    });
  }

  async function reserve(face: JudgedFace) {
    const { tx, now, session, outcome } = face;
    const finished = finish(session, 'face');
    if (finished.kind === 'refuse') return finished;
    const { id: phoneSession, appRef, targetPin } = session;
    const { cardRef } = session.card;
    await appendAudit(tx, {
      at: now,
      kind: 'face-check.passed',
      subjects: { phoneSession, app: appRef, card: cardRef },
      data: recordOf(outcome),
    });
    const made = await makeReservation(tx, { cardRef, appRef, phoneSession, targetPin, now, random });
    if (made.kind === 'refuse')
      return refuseAndRecord(tx, { session, step: 'face', cardRef, now, refusal: made.refusal });
    await writePhoneSession(tx, finished.to);
    return answer(201, {
      reservation: await wireReservation(tx, made.reservation, now),
      token: made.token,
    });
  }
}

interface JudgedFace {
  readonly tx: Transaction;
  readonly now: Date;
  readonly session: FacePhoneSession;
  readonly outcome: JudgedOutcome;
}

async function refuseFace({ tx, now, session, outcome }: JudgedFace, refusal: Refusal): Promise<Refused> {
  await appendAudit(tx, {
    at: now,
    kind: 'face-check.refused',
    subjects: { phoneSession: session.id, app: session.appRef, card: session.card.cardRef },
    data: { ...recordOf(outcome), problem: refusal.problem, triesLeft: refusal.triesLeft },
  });
  return refuse(refusal);
}

/** R23: what is kept of a face check. */
function recordOf(outcome: JudgedOutcome): JsonObject {
  const record = { outcome: outcome.kind, model: { ...outcome.model } };
  switch (outcome.kind) {
    case 'match':
    case 'mismatch':
      return { ...record, score: outcome.score, threshold: outcome.threshold };
    case 'liveness-failed':
    case 'unusable':
      return { ...record, reasons: hintsOf(outcome) };
  }
}

function problemOf(outcome: JudgedOutcome): Refusal {
  switch (outcome.kind) {
    case 'match':
      throw new Error('a match is no problem');
    case 'mismatch':
      return { problem: 'face-mismatch' };
    case 'liveness-failed':
      return { problem: 'liveness-failed', hints: hintsOf(outcome) };
    case 'unusable':
      return { problem: 'image-unusable', hints: hintsOf(outcome) };
  }
}

function hintsOf(outcome: Extract<JudgedOutcome, { kind: 'liveness-failed' | 'unusable' }>): string[] {
  const words = outcome.kind === 'unusable' ? outcome.reasons : outcome.reasons.map(({ rule }) => rule);
  return [...new Set<string>(words)];
}

interface Evidence {
  readonly kind: 'evidence';
  readonly cardFace: NonNullable<ReturnType<typeof readCardFace>>;
  readonly frames: Parameters<FaceCheck['judge']>[0]['frames'];
}

function readEvidence({ json, files }: MultipartBody<typeof FaceMeta>): Evidence | Refused {
  const cardFace = readCardFace(json.cardFace);
  if (cardFace === undefined) return refuse(invalidField('meta.cardFace', 'is not base64url'));
  if (files.length !== json.frames.length)
    return refuse(
      invalidField('frame', `there are ${files.length} frames, and meta tells of ${json.frames.length}`),
    );
  const frames = json.frames.flatMap(({ step, at }, index) => {
    const jpeg = files[index];
    return jpeg === undefined ? [] : [{ jpeg, step, atMs: at }];
  });
  return { kind: 'evidence', cardFace, frames };
}
