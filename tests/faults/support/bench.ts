import type { LivenessAnswer, TargetPin } from '@kaijo/contract';
import type { TakenFrames } from '@kaijo/procedures';
import type { CardState } from '@kaijo/virtual-card';
import { ScriptedFaceCheck } from '../../api/support/scripted-face-check.ts';
import { type RestartableService, startWithinProcess } from '../../support/restartable-service.ts';
import {
  ANY_FRAMES,
  currentTerms,
  type Kiosk,
  kioskAt,
  lockedCard,
  type Phone,
  phoneAt,
} from '../../support/story.ts';

/** Everything that one test file's cases share, because it takes seconds to make. */
export interface Bench {
  readonly service: RestartableService;
  readonly phone: Phone;
  readonly kiosk: Kiosk;
  readonly terms: string;
  readonly takeFrames: (challenge: LivenessAnswer) => Promise<TakenFrames>;
  readonly locked: Readonly<Record<TargetPin, CardState>>;
  close(): Promise<void>;
}

/** A bench around a service whose face check finds a match whoever stands before it. */
export async function benchWithinProcess(): Promise<Bench> {
  return benchAround(
    await startWithinProcess({ faceCheck: new ScriptedFaceCheck() }),
    async () => ANY_FRAMES,
  );
}

export async function benchAround(
  service: RestartableService,
  takeFrames: Bench['takeFrames'],
): Promise<Bench> {
  const phone = phoneAt(service);
  const kiosk = await kioskAt(service);
  return {
    service,
    phone,
    kiosk,
    terms: await currentTerms(phone),
    takeFrames,
    locked: { auth: await lockedCard(service, 'auth'), sign: await lockedCard(service, 'sign') },
    async close() {
      await kiosk.close();
      await service.close();
    },
  };
}
