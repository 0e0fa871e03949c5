import { STAFF_ROUTES, type StaffMember, type StaffRole } from '@kaijo/contract';
import { Button, Notice, Screen } from '@kaijo/ui';
import { type ReactNode, useCallback, useEffect, useId, useState } from 'react';
import { Confirm } from '../operation/parts/form.tsx';
import type { Office } from '../session/office.ts';
import { useTexts } from '../texts/index.ts';

const ROLES: readonly StaffRole[] = ['clerk', 'operator', 'auditor'];

interface Props {
  readonly office: Office;
  /** An auditor looks and changes nothing. */
  readonly mayChange: boolean;
}

/** R35: who may sign in; invitations, lost passkeys, suspension. */
export function StaffPage({ office, mayChange }: Props): ReactNode {
  const { staff, roles } = useTexts();
  const caption = useId();
  const [members, setMembers] = useState<readonly StaffMember[]>([]);
  const [code, setCode] = useState<string>();
  const [refused, setRefused] = useState(false);
  const look = useCallback(async () => {
    const answer = await office.call(STAFF_ROUTES.listStaff);
    if (answer.kind === 'ok') setMembers(answer.body.members);
  }, [office]);
  useEffect(() => void look(), [look]);
  const show = (answer: { readonly kind: string; readonly body?: unknown }) => {
    const { code: given } = (answer.body ?? {}) as { readonly code?: string };
    setRefused(answer.kind !== 'ok');
    setCode(given);
    void look();
  };
  return (
    <Screen step="staff" heading={staff.heading}>
      {refused && (
        <Notice kind="error" role="alert">
          {staff.refused}
        </Notice>
      )}
      {code !== undefined && (
        <Notice kind="success" role="status" heading={staff.code({ code })}>
          <p>{staff.codeOnce}</p>
        </Notice>
      )}
      {mayChange ? (
        <Invite onInvite={async (body) => show(await office.call(STAFF_ROUTES.inviteStaff, { body }))} />
      ) : (
        <p>{staff.lookOnly}</p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard (WCAG 2.1.1) */}
      <section className="c-scroll" tabIndex={0} aria-labelledby={caption}>
        <table className="c-table">
          <caption id={caption}>{staff.tableCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{staff.number}</th>
              <th scope="col">{staff.role}</th>
              <th scope="col">{staff.state}</th>
              {mayChange && <th scope="col">{staff.actions}</th>}
            </tr>
          </thead>
          <tbody>
            {members.map(({ id, number, role, state }) => (
              <tr key={id}>
                <th scope="row">{number}</th>
                <td>{roles[role]}</td>
                <td>{staff.states[state]}</td>
                {mayChange && (
                  <td className="c-row-actions">
                    <Confirm
                      label={`${staff.renew}: ${number}`}
                      question={staff.reallyRenew({ number })}
                      onConfirm={async () => show(await office.call(STAFF_ROUTES.renewPasskey, { id }))}
                    >
                      {staff.renew}
                    </Confirm>
                    <Confirm
                      label={`${staff.suspend}: ${number}`}
                      question={staff.reallySuspend({ number })}
                      onConfirm={async () => show(await office.call(STAFF_ROUTES.suspendStaff, { id }))}
                    >
                      {staff.suspend}
                    </Confirm>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Screen>
  );
}

interface InviteProps {
  readonly onInvite: (body: { readonly number: string; readonly role: StaffRole }) => void;
}

function Invite({ onInvite }: InviteProps): ReactNode {
  const { staff, roles } = useTexts();
  const [number, setNumber] = useState('');
  const [role, setRole] = useState<StaffRole>('clerk');
  return (
    <form
      className="c-form"
      onSubmit={(event) => {
        event.preventDefault();
        onInvite({ number, role });
        setNumber('');
      }}
    >
      <p>{staff.lead}</p>
      <label>
        {staff.number}
        <input
          className="c-input"
          value={number}
          required
          pattern="[A-Za-z0-9][A-Za-z0-9._\-]{0,39}"
          onChange={(event) => setNumber(event.target.value)}
        />
      </label>
      <label>
        {staff.role}
        <select
          className="c-input"
          value={role}
          onChange={(event) => setRole(event.target.value as StaffRole)}
        >
          {ROLES.map((one) => (
            <option key={one} value={one}>
              {roles[one]}
            </option>
          ))}
        </select>
      </label>
      <Button type="submit">{staff.invite}</Button>
    </form>
  );
}
