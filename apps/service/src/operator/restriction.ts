import { fromBase64Url, type LiftRequest, OPERATOR_ROUTES, type Refusal } from '@kaijo/contract';
import { answer, defineCommand, type Endpoint, type Refused, ready, refuse } from '../http/index.ts';
import { invalidField } from '../invalid-field.ts';
import { appReference, type Lifting, liftRestriction } from '../restriction/index.ts';
import { currentSettings } from '../settings/index.ts';
import type { OperatorDependencies } from './dependencies.ts';

type Subject = Lifting['subject'];

/** R22: staff have checked the person and lift the restriction of the card, of the app, or of both. */
export function restrictionEndpoints({ keys, certificates }: OperatorDependencies): readonly Endpoint[] {
  return [
    defineCommand(OPERATOR_ROUTES.liftRestriction, {
      prepare: async ({ body }) => {
        const subjects = await subjectsOf(body);
        return 'kind' in subjects ? subjects : ready(subjects);
      },
      decide: async ({ tx, now, prepared: subjects, body: { staff, identifiedBy } }) => {
        const { restriction } = await currentSettings(tx);
        if (!restriction.mayBeLifted) return refuse(LIFTING_SWITCHED_OFF);
        const lifted: Subject['of'][] = [];
        for (const subject of subjects)
          if (await liftRestriction(tx, { subject, staff, identifiedBy, now })) lifted.push(subject.of);
        return answer(200, { lifted });
      },
    }),
  ];

  async function subjectsOf({ authCertificate, appInstance }: LiftRequest): Promise<Subject[] | Refused> {
    const subjects: Subject[] = [];
    if (authCertificate !== undefined) {
      const ref = await certificates.referenceOf(fromBase64Url(authCertificate) ?? new Uint8Array());
      if (typeof ref !== 'string') return ref;
      subjects.push({ of: 'card', ref });
    }
    if (appInstance !== undefined) subjects.push({ of: 'app', ref: await appReference(keys, appInstance) });
    return subjects.length > 0 ? subjects : refuse(NOBODY_NAMED);
  }
}

const LIFTING_SWITCHED_OFF: Refusal = { problem: 'invalid-request', reason: 'lifting-switched-off' };
const NOBODY_NAMED = invalidField('body/authCertificate', 'or appInstance is needed');
