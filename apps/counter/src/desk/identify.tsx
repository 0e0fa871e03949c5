import {
  type CardLookup,
  IdentityDocument,
  OFFICE_ROUTES,
  type PinKind,
  type Problem,
} from '@kaijo/contract';
import type { CardAtCounter } from '@kaijo/procedures';
import { Button, Notice, PinName, Screen, useVoice } from '@kaijo/ui';
import { type ReactNode, useEffect, useState } from 'react';
import type { Office } from '../session/office.ts';
import { useTexts } from '../texts/index.ts';
import { ProblemNotice } from './problem-notice.tsx';

const PINS: readonly PinKind[] = ['sign', 'auth', 'support', 'resident'];
const DOCUMENTS = IdentityDocument.anyOf.map((one) => one.const);

interface Props {
  readonly office: Office;
  readonly card: CardAtCounter;
  readonly problem: Problem | 'unreachable' | undefined;
  readonly onOpen: (pins: readonly PinKind[], document: IdentityDocument) => void;
}

/** R34, R35: which PINs, and how the person was identified. What is locked is chosen already. */
export function Identify({ office, card, problem, onOpen }: Props): ReactNode {
  const texts = useTexts().identify;
  const lockedOf = (pin: PinKind) => card.pins[pin].kind === 'no-tries-left';
  const [pins, setPins] = useState<readonly PinKind[]>(() => PINS.filter(lockedOf));
  const [document, setDocument] = useState<IdentityDocument>();
  const [checked, setChecked] = useState(false);
  const ready = pins.length > 0 && document !== undefined && checked;
  const toggle = (pin: PinKind) =>
    setPins(pins.includes(pin) ? pins.filter((one) => one !== pin) : [...pins, pin]);
  return (
    <Screen
      step="identify"
      heading={texts.heading}
      actions={
        <Button disabled={!ready} onClick={() => document && onOpen(pins, document)}>
          {texts.start}
        </Button>
      }
    >
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <Lookup office={office} card={card} document={document} />
      <fieldset className="c-group">
        <legend>{texts.pins}</legend>
        {PINS.map((pin) => (
          <label key={pin} className="c-choice">
            <input
              type="checkbox"
              checked={pins.includes(pin)}
              disabled={card.pins[pin].kind === 'absent'}
              onChange={() => toggle(pin)}
            />
            <PinName pin={pin} />
            <PinStanding card={card} pin={pin} />
          </label>
        ))}
      </fieldset>
      <fieldset className="c-group">
        <legend>{texts.document}</legend>
        {DOCUMENTS.map((kind) => (
          <label key={kind} className="c-choice">
            <input
              type="radio"
              name="document"
              checked={document === kind}
              onChange={() => setDocument(kind)}
            />
            {texts.documents[kind]}
          </label>
        ))}
      </fieldset>
      <label className="c-choice c-choice--strong">
        <input type="checkbox" checked={checked} onChange={() => setChecked(!checked)} />
        {texts.confirmed}
      </label>
      {!ready && <p className="c-quiet">{texts.choose}</p>}
    </Screen>
  );
}

function PinStanding({ card, pin }: { readonly card: CardAtCounter; readonly pin: PinKind }): ReactNode {
  const texts = useTexts().identify;
  const state = card.pins[pin];
  if (state.kind === 'absent') return <span className="c-tag">{texts.absent}</span>;
  if (state.kind === 'no-tries-left') return <span className="c-tag c-tag--locked">{texts.locked}</span>;
  return state.kind === 'tries' ? <span className="c-tag">{texts.left({ count: state.left })}</span> : null;
}

/** Reservation and restriction of this card, without a name; lifting needs the document (R22). */
function Lookup({
  office,
  card: { authCertificate },
  document,
}: Pick<Props, 'office' | 'card'> & { readonly document: IdentityDocument | undefined }): ReactNode {
  const texts = useTexts().identify;
  const { formats } = useVoice();
  const [found, setFound] = useState<CardLookup>();
  const [lifted, setLifted] = useState(false);
  const [trouble, setTrouble] = useState<Problem | 'unreachable'>();
  useEffect(() => {
    let left = false;
    office.counter.lookUp({ authCertificate }).then((answer) => {
      if (!left && answer.kind === 'ok') setFound(answer.body);
    });
    return () => {
      left = true;
    };
  }, [office, authCertificate]);
  const lift = async () => {
    const body = { authCertificate, identifiedBy: document ?? '' };
    const answer = await office.call(OFFICE_ROUTES.liftRestriction, { body });
    setLifted(answer.kind === 'ok');
    setTrouble(answer.kind === 'ok' ? undefined : answer.kind === 'problem' ? answer.problem : 'unreachable');
  };
  const { reservation, restrictedUntil } = found ?? {};
  const live = reservation?.state === 'open' || reservation?.state === 'initialising';
  return (
    <>
      {live && (
        <p>{texts.reservation({ until: formats.moment(new Date(reservation.expiresAt), office.now()) })}</p>
      )}
      {restrictedUntil !== undefined && !lifted && (
        <Notice kind="warning">
          <p>{texts.restricted({ until: formats.moment(new Date(restrictedUntil), office.now()) })}</p>
          <Button look="secondary" disabled={document === undefined} onClick={lift}>
            {texts.lift}
          </Button>
        </Notice>
      )}
      {trouble && <ProblemNotice problem={trouble} />}
      {lifted && (
        <Notice kind="success" role="status">
          {texts.lifted}
        </Notice>
      )}
    </>
  );
}
