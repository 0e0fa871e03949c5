import { type CallOutcome, OFFICE_ROUTES, type Problem, type Route } from '@kaijo/contract';
import { Notice } from '@kaijo/ui';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';
import type { Office } from '../../session/office.ts';
import { useOperationTexts } from '../texts/index.ts';

export { OFFICE_ROUTES };

interface Service {
  readonly office: Office;
  /** An auditor looks and changes nothing. */
  readonly mayChange: boolean;
  /** The session is over: back to signing in. */
  readonly onEnded: () => void;
}

const ServiceContext = createContext<Service | undefined>(undefined);
export const ServiceProvider = ServiceContext.Provider;

export function useService(): Service {
  const service = useContext(ServiceContext);
  if (service === undefined) throw new Error('useService needs a ServiceProvider above it');
  return service;
}

type Request = { readonly id?: string; readonly query?: Record<string, string>; readonly body?: unknown };
type Ok<R extends Route> = Extract<CallOutcome<R>, { kind: 'ok' }>['body'];
export type Trouble = Problem | 'unreachable';

/** The service's clock. */
export function useServiceClock(): () => Date {
  const { office } = useService();
  return useCallback(() => office.now(), [office]);
}

/** Calls a route; a session that has ended is said once, for the whole page. */
export function useCall() {
  const { office, onEnded } = useService();
  return useCallback(
    async <R extends Route>(route: R, request: Request = {}): Promise<CallOutcome<R>> => {
      const outcome = await office.call(route, request);
      if (outcome.kind === 'problem' && outcome.problem.type === '/problems/not-authorised') onEnded();
      return outcome;
    },
    [office, onEnded],
  );
}

/** What a GET answers, and the same again. `request` is compared by its text. */
export function useAnswer<R extends Route>(
  route: R,
  request: Request = {},
): { readonly body?: Ok<R>; readonly trouble?: Trouble; readonly reload: () => Promise<void> } {
  const ask = useCall();
  const [told, setTold] = useState<{ readonly body?: Ok<R>; readonly trouble?: Trouble }>({});
  const asked = JSON.stringify(request);
  const reload = useCallback(async () => {
    const outcome = await ask(route, JSON.parse(asked));
    // What is shown stays while the service cannot be reached.
    if (outcome.kind === 'ok') setTold({ body: outcome.body as Ok<R> });
    else setTold((before) => ({ ...before, trouble: troubleOf(outcome) }));
  }, [ask, route, asked]);
  useEffect(() => void reload(), [reload]);
  return { ...told, reload };
}

/** Acts of the operator, and what became of the last one. */
export function useAct(): {
  readonly act: <R extends Route>(route: R, request?: Request) => Promise<Ok<R> | undefined>;
  readonly outcome: Trouble | 'done' | undefined;
  readonly forget: () => void;
} {
  const ask = useCall();
  const [outcome, setOutcome] = useState<Trouble | 'done'>();
  const act = useCallback(
    async <R extends Route>(route: R, request: Request = {}): Promise<Ok<R> | undefined> => {
      setOutcome(undefined);
      const answered = await ask(route, request);
      setOutcome(answered.kind === 'ok' ? 'done' : troubleOf(answered));
      return answered.kind === 'ok' ? (answered.body as Ok<R>) : undefined;
    },
    [ask],
  );
  return { act, outcome, forget: useCallback(() => setOutcome(undefined), []) };
}

export function troubleOf(outcome: Exclude<CallOutcome<Route>, { kind: 'ok' }>): Trouble {
  return outcome.kind === 'problem' ? outcome.problem : 'unreachable';
}

/** What became of an act, read out at once. */
export function Outcome({
  of,
  done,
}: {
  readonly of: Trouble | 'done' | undefined;
  readonly done?: ReactNode;
}): ReactNode {
  const { texts } = useOperationTexts();
  if (of === undefined) return null;
  if (of === 'done')
    return (
      <Notice kind="success" role="status">
        {done ?? texts.done}
      </Notice>
    );
  return <TroubleNotice of={of} />;
}

export function TroubleNotice({ of }: { readonly of: Trouble | undefined }): ReactNode {
  const { texts } = useOperationTexts();
  if (of === undefined) return null;
  if (of === 'unreachable')
    return (
      <Notice kind="error" role="alert">
        {texts.unreachable}
      </Notice>
    );
  return (
    <Notice kind="error" role="alert">
      <p>{texts.refused}</p>
      {of.errors?.map(({ field, message }) => (
        <p key={field} lang="en">
          {texts.field({ field, message })}
        </p>
      ))}
      <p className="c-quiet">{of.type.replace('/problems/', '')}</p>
    </Notice>
  );
}
