import { type PhoneSessionRequest, ROUTES, type TargetPin, toBase64Url } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import type { Transaction } from '../database/index.ts';
import {
  answer,
  defineCommand,
  type Endpoint,
  issueToken,
  type Refused,
  ready,
  refuse,
} from '../http/index.ts';
import { invalidField } from '../invalid-field.ts';
import { randomUuid } from '../random.ts';
import { appReference } from '../restriction/index.ts';
import { currentSettings } from '../settings/index.ts';
import type { PhoneSessionDependencies } from './dependencies.ts';
import { PHONE_SESSION_MS } from './rules.ts';
import { phoneStanding } from './standing.ts';
import { insertPhoneSession } from './storage.ts';
import { tooOften } from './too-often.ts';

const NONCE_BYTES = 32;

/** `POST /v1/phone/sessions` (protocol.md, Phone, 1) */
export function beginEndpoint({ keys, random, limits }: PhoneSessionDependencies): Endpoint {
  return defineCommand(ROUTES.createPhoneSession, {
    prepare: async ({ body: { targetPin, appInstance } }) => {
      // R1
      if (targetPin !== 'sign' && targetPin !== 'auth')
        return refuse({ problem: 'pin-not-resettable-here', pin: targetPin });
      const appRef = await appReference(keys, appInstance);
      return tooOften(limits?.app, appRef) ?? ready({ targetPin, appRef });
    },

    decide: async ({ tx, now, body, prepared: { targetPin, appRef } }) => {
      const standing = await phoneStanding(tx, { appRef }, now);
      if (standing.kind === 'refuse') return standing;
      const consent = targetPin === 'sign' ? await consentedTerms(tx, body) : undefined;
      if (consent?.kind === 'refuse') return consent;

      const id = randomUuid(random);
      const nonce = random(NONCE_BYTES);
      const { token, digest: tokenDigest } = issueToken(random);
      const expiresAt = new Date(now.getTime() + PHONE_SESSION_MS);
      const terms = consent && { terms: consent.terms };
      await insertPhoneSession(tx, {
        id,
        tokenDigest,
        nonce,
        targetPin,
        appRef,
        expiresAt,
        state: 'new',
        ...terms,
      });
      if (terms !== undefined) await recordConsent(tx, { id, appRef, now, ...terms });
      return answer(201, {
        session: id,
        token,
        nonce: toBase64Url(nonce),
        targetPin,
        expiresAt: expiresAt.toISOString(),
        ...triesLeftFor(targetPin, standing.triesLeft),
      });
    },
  });
}

/** R44: consent to the terms as they stand now comes before the camera. */
async function consentedTerms(
  tx: Transaction,
  { consent }: PhoneSessionRequest,
): Promise<{ readonly kind: 'consented'; readonly terms: string } | Refused> {
  const { terms } = await currentSettings(tx);
  if (consent?.terms === terms.version) return { kind: 'consented', terms: terms.version };
  const message = `consent to the terms of version ${terms.version} is needed`;
  return refuse(invalidField('consent.terms', message));
}

function recordConsent(
  tx: Transaction,
  of: { readonly id: string; readonly appRef: string; readonly terms: string; readonly now: Date },
): Promise<void> {
  return appendAudit(tx, {
    at: of.now,
    kind: 'phone-session.consented',
    subjects: { app: of.appRef, phoneSession: of.id },
    data: { terms: of.terms },
  });
}

function triesLeftFor(targetPin: TargetPin, triesLeft: number) {
  return targetPin === 'sign' ? { triesLeft } : {};
}
