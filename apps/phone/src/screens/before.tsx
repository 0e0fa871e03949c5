import { provingPinFor, type StatusAnswer } from '@kaijo/contract';
import { Button, Notice, OperatorSentence, PinName, Screen, usePinInFull, useVoice } from '@kaijo/ui';
import { type ReactNode, useState } from 'react';
import { useServices } from '../services.ts';
import { useTexts } from '../texts/index.ts';
import { useFlow } from './flow.ts';
import { Stores } from './stores.tsx';
import { Terms } from './terms.tsx';

/** Phone 2: what is needed, how long it takes, the terms (R44), the stores (R43), maintenance (R36). */
export function Before(): ReactNode {
  const { step, context, send } = useFlow();
  const { before, tryAgain, appName } = useTexts();
  const { ui } = useVoice();
  const pinInFull = usePinInFull();
  const [agreed, setAgreed] = useState(false);
  const target = context.target ?? 'auth';
  const status = context.outlook?.status;
  const version = status?.terms.version;
  const needsTerms = target === 'sign';
  const open = status?.phone.open === true;
  const looking = step === 'before.looking';

  const start = (): void => {
    if (needsTerms && version !== undefined) send({ type: 'START', terms: version });
    else send({ type: 'START' });
  };

  return (
    <Screen
      step="before"
      heading={before.heading}
      above={<p className="p-progress">{appName}</p>}
      actions={
        <>
          {needsTerms && open && !agreed && (
            <p id="p-need-agree" className="p-quiet">
              {before.needAgree}
            </p>
          )}
          <Button
            disabled={!open || (needsTerms && !agreed)}
            aria-describedby={needsTerms && !agreed ? 'p-need-agree' : undefined}
            onClick={start}
          >
            {before.start}
          </Button>
          <Button look="text" onClick={() => send({ type: 'BACK' })}>
            {ui.back}
          </Button>
        </>
      }
    >
      <p className="p-emphasis">
        <PinName pin={target} />
      </p>
      {status === undefined && !looking && (
        <Notice kind="warning" role="alert">
          <p>{before.offline}</p>
          <Button look="secondary" onClick={() => send({ type: 'AGAIN' })}>
            {tryAgain}
          </Button>
        </Notice>
      )}
      {status !== undefined && <Maintenance status={status} />}
      <section className="p-section">
        <h2 className="k-subheading">{before.needHeading}</h2>
        <ul>
          <li>{before.needCard}</li>
          <li>{before.needPin({ pin: pinInFull(provingPinFor(target)) })}</li>
          {needsTerms && <li>{before.needFace}</li>}
        </ul>
      </section>
      <section className="p-section">
        <h2 className="k-subheading">{before.stepsHeading}</h2>
        <p>{needsTerms ? before.timeSign : before.timeAuth}</p>
        <ol>
          {needsTerms && <li>{before.stepPhoto}</li>}
          <li>{before.stepHold}</li>
          {needsTerms && <li>{before.stepFace}</li>}
          <li>{before.stepStore}</li>
        </ol>
      </section>
      {needsTerms && version !== undefined && <Terms version={version} agreed={agreed} onAgree={setAgreed} />}
      {status !== undefined && <Hours status={status} />}
      <Stores pin={target} openNow={status?.kiosk.open} first={2} />
    </Screen>
  );
}

function Maintenance({ status }: { readonly status: StatusAnswer }): ReactNode {
  const { before } = useTexts();
  const { formats } = useVoice();
  const { clock } = useServices();
  const now = clock.now();
  return status.maintenance
    .filter(({ scope }) => scope !== 'kiosk' || !status.phone.open)
    .map(({ id, startsAt, endsAt, sentence }) => {
      const running = Date.parse(startsAt) <= now.getTime();
      const until = formats.moment(new Date(endsAt), now);
      return (
        <Notice key={id} kind={running ? 'warning' : 'information'} role="status">
          <p>
            {running
              ? before.maintenanceNow({ until })
              : before.maintenanceAhead({ from: formats.moment(new Date(startsAt), now), until })}
          </p>
          <OperatorSentence sentence={sentence} />
        </Notice>
      );
    });
}

function Hours({ status }: { readonly status: StatusAnswer }): ReactNode {
  const { before } = useTexts();
  const { formats } = useVoice();
  const { clock } = useServices();
  const change = formats.moment(new Date(status.kiosk.changesAt), clock.now());
  return <p>{status.kiosk.open ? before.openNow({ until: change }) : before.closedNow({ from: change })}</p>;
}
