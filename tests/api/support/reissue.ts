import { createPublicKey } from 'node:crypto';
import type { CardFace } from '@kaijo/contract';
import { type CardCertificate, DemoIssuer, type Generation } from '@kaijo/jpki';
import { random } from '../../support/demo-card.ts';
import type { Installation } from './installation.ts';
import { ScriptedCard } from './scripted-card.ts';
import { bytes } from './steps.ts';

export interface Period {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export interface Reissued {
  readonly card: ScriptedCard;
  readonly auth: CardCertificate;
  readonly sign: CardCertificate | undefined;
}

/**
 * The same card with other certificates: new ones of its own issuer with the periods named, or of `foreign`, as the
 * issuer's directory and the card's files have them from now on.
 */
export async function reissue(
  of: Installation,
  card: ScriptedCard,
  wanted: {
    readonly auth?: Period;
    readonly sign?: Period | 'none';
    readonly foreign?: { readonly issuer: DemoIssuer; readonly kind: 'auth' | 'sign' };
  } = {},
): Promise<Reissued> {
  const usual = usualPeriod(of);
  const issuerOf = (kind: 'auth' | 'sign'): DemoIssuer =>
    wanted.foreign?.kind === kind ? wanted.foreign.issuer : of.issuer;
  const auth = (await certify(issuerOf('auth'), card, wanted.auth ?? usual)).auth;
  const sign =
    wanted.sign === 'none' ? undefined : (await certify(issuerOf('sign'), card, wanted.sign ?? usual)).sign;
  await of.issuer.registerCard({
    managementId: card.state.body.managementId,
    generation: GENERATION,
    cardFaceData: faceData(card.cardFace),
    auth,
    ...(sign && { sign }),
  });
  const { body } = card.state;
  const files = {
    ...body.files,
    authCertificate: auth.raw,
    ...(sign && { signCertificate: sign.raw }),
  };
  return { card: await ScriptedCard.of({ ...card.state, body: { ...body, files } }), auth, sign };
}

/** An issuer that calls itself JPKI as the real one does, and that nobody trusts. */
export function foreignIssuer(of: Installation): Promise<DemoIssuer> {
  return DemoIssuer.open(`${of.folder.root}/foreign-issuer`, {
    random,
    now: () => of.clock.now(),
    generations: [GENERATION],
  });
}

const GENERATION: Generation = '2023';
const DAY_MS = 86_400_000;

function usualPeriod(of: Installation): Period {
  const now = of.clock.now().getTime();
  return { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + 365 * DAY_MS) };
}

async function certify(issuer: DemoIssuer, card: ScriptedCard, period: Period) {
  const { auth, sign } = card.state.body.keys;
  if (auth === undefined || sign === undefined) throw new Error('the card has not both keys');
  const issued = await issuer.issueCardCertificates({
    holder: { name: '鍵野 花子', sex: 2, address: '東京都解錠区鍵が丘一丁目2番3号' },
    birthDate: '2003-07-21',
    authPublicKey: spki(auth),
    signPublicKey: spki(sign),
    generation: GENERATION,
    ...period,
  });
  if (issued.kind === 'refused' || issued.sign === undefined) throw new Error('not issued');
  return { auth: issued.auth.certificate, sign: issued.sign.certificate };
}

function spki(key: Parameters<typeof createPublicKey>[0]): Uint8Array {
  return Uint8Array.from(createPublicKey(key).export({ type: 'spki', format: 'der' }));
}

function faceData({ data }: CardFace): Uint8Array {
  return bytes(data);
}
