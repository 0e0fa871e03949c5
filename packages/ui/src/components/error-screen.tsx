import type { ReactNode } from 'react';
import { useVoice } from '../voice/voice.ts';
import { Screen } from './screen.tsx';

export interface ErrorScreenProps {
  /** R40. The heading. */
  readonly happened: string;
  readonly unchanged: ReactNode;
  /** Instead of *What has not changed*, where something has. */
  readonly unchangedHeading?: string | undefined;
  /** What to do now. */
  readonly next: ReactNode;
  /** The problem's stable type or the fault's name; small at the end, for a support call. */
  readonly code: string;
  /** More that helps: stores nearby, until when, the operator's sentence. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly step?: string;
  readonly above?: ReactNode;
}

/** Every error screen: what happened, what is unchanged, what to do now, and the code at the end (screens.md). */
export function ErrorScreen(props: ErrorScreenProps): ReactNode {
  const { happened, unchanged, next, code, children, actions, step = `error-${code}`, above } = props;
  const { ui } = useVoice();
  return (
    <Screen step={step} above={above} heading={<ErrorHeading>{happened}</ErrorHeading>} actions={actions}>
      <section className="k-error__part">
        <h2 className="k-subheading">{props.unchangedHeading ?? ui.unchangedHeading}</h2>
        <div>{unchanged}</div>
      </section>
      <section className="k-error__part k-error__part--next">
        <h2 className="k-subheading">{ui.nextHeading}</h2>
        <div>{next}</div>
      </section>
      {children}
      <p className="k-error__code">{ui.code({ code })}</p>
    </Screen>
  );
}

function ErrorHeading({ children }: { readonly children: string }): ReactNode {
  return (
    <span className="k-error__heading">
      <span className="k-error__sign" aria-hidden="true">
        !
      </span>
      <span>{children}</span>
    </span>
  );
}
