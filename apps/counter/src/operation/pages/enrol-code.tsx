import { ROUTES, type StoreSummary } from '@kaijo/contract';
import { Button, Notice } from '@kaijo/ui';
import { type ReactNode, useState } from 'react';
import { Field, Form } from '../parts/form.tsx';
import { minute } from '../parts/japan-time.ts';
import { OFFICE_ROUTES, Outcome, useAct } from '../parts/service.tsx';
import { useOperationTexts } from '../texts/index.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Issued {
  readonly code: string;
  readonly store: string;
  readonly until: string;
}

/** A code with which one kiosk admits itself: the store is found as the public finds it. */
export function EnrolCode(): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.kiosks;
  const { act, outcome } = useAct();
  const [place, setPlace] = useState('');
  const [stores, setStores] = useState<readonly StoreSummary[]>();
  const [issued, setIssued] = useState<Issued>();
  const find = async () => {
    setIssued(undefined);
    // A store that offers nothing yet is not found by its name: it has its id in the file of stores.
    if (UUID.test(place.trim())) return issue({ id: place.trim(), name: place.trim() });
    const found = await act(ROUTES.listStores, { query: { place } });
    setStores(found?.stores);
  };
  const issue = async ({ id, name }: Pick<StoreSummary, 'id' | 'name'>) => {
    const given = await act(OFFICE_ROUTES.issueKioskCode, { body: { store: id } });
    if (given === undefined) return;
    setIssued({ code: given.code, store: name, until: minute(new Date(given.expiresAt)) });
    setStores(undefined);
  };
  return (
    <Form heading={words.enrolHeading} lead={words.enrolLead} onSubmit={() => void find()}>
      {outcome !== 'done' && <Outcome of={outcome} />}
      {issued && (
        <Notice kind="success" role="status" heading={words.code({ code: issued.code })}>
          <p>{words.codeLead({ store: issued.store, until: issued.until })}</p>
        </Notice>
      )}
      <Field label={words.search} required maxLength={100} value={place} onText={setPlace} />
      <Button type="submit" look="secondary">
        {words.find}
      </Button>
      {stores?.length === 0 && <p role="status">{texts.none}</p>}
      {stores !== undefined && stores.length > 0 && (
        <fieldset className="c-group">
          <legend>{words.choose}</legend>
          {stores.map((store) => (
            <div key={store.id} className="c-choice">
              <span>
                {store.name}
                <br />
                <span className="c-quiet">
                  {store.prefecture}
                  {store.address}
                </span>
              </span>
              <Button
                look="secondary"
                aria-label={`${words.issue}: ${store.name}`}
                onClick={() => void issue(store)}
              >
                {words.issue}
              </Button>
            </div>
          ))}
        </fieldset>
      )}
    </Form>
  );
}
