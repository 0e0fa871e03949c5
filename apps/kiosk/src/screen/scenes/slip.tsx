import { Button, Notice } from '@kaijo/ui';
import type { ReactNode } from 'react';
import type { PrintState, Slip } from '../../local-api/index.ts';
import { useTexts } from '../texts/index.ts';
import type { Holder } from './scene-props.ts';

export interface SlipCardProps {
  readonly slip: Slip;
  readonly print: PrintState;
  readonly holder: Holder;
  /**
   * The screen around it tells the card's state, the ways on and the code already: only what it does not tell is here, so
   * that all of it has a place on the panel, and on a photograph of it.
   */
  readonly isSupplement?: boolean;
}

/** The slip with the printer's content: to be printed, or to be photographed where there is no printer. */
export function SlipCard({ slip, print, holder, isSupplement = false }: SlipCardProps): ReactNode {
  const texts = useTexts().slip;
  return (
    <section className="kiosk-slip" aria-labelledby="slip-title">
      <h2 id="slip-title" className="k-subheading">
        {texts.title}
      </h2>
      {!isSupplement && (
        <>
          <p className="kiosk-slip__title">{slip.title}</p>
          <p>{slip.summary}</p>
        </>
      )}
      <dl className="kiosk-slip__rows">
        {slip.rows.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {!isSupplement && (
        <ul className="kiosk-slip__next">
          {slip.next.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {!isSupplement && slip.code !== undefined && <p className="kiosk-slip__code">{slip.code}</p>}
      <Printing print={print} holder={holder} />
    </section>
  );
}

function Printing({ print, holder }: Pick<SlipCardProps, 'print' | 'holder'>): ReactNode {
  const texts = useTexts().slip;
  switch (print) {
    case 'none':
      return <p className="kiosk-quiet">{texts.picture}</p>;
    case 'ready':
      return (
        <Button look="secondary" onClick={() => holder.does('print')}>
          {texts.print}
        </Button>
      );
    case 'printing':
    case 'printed':
      return <p role="status">{texts[print]}</p>;
    case 'failed':
      return <Notice kind="warning">{texts.failed}</Notice>;
  }
}
