import { userInfo } from 'node:os';
import { OPERATOR_ROUTES, type StaffRole } from '@kaijo/contract';
import { Option } from 'commander';
import { inJapan } from '../console/japan-time.ts';
import { table } from '../console/table.ts';
import { dataFolder } from '../installation/data-folder.ts';
import { connectOperator, type OperatorClient } from '../installation/operator-client.ts';
import type { AddCommand } from './command.ts';

const ROLES: readonly StaffRole[] = ['clerk', 'operator', 'auditor'];

/** R35: the first operator, and help when nobody can sign in. */
export const addStaff: AddCommand = (program, console) => {
  const staff = program.command('staff').description('who may sign in at the counter and operator pages');

  staff
    .command('invite')
    .description('give a one-time code for a passkey; what the member had before is revoked')
    .argument('<number>', 'the staff number (not a name): letters, digits, ". _ -"')
    .addOption(new Option('--role <role>', 'what the member may do').choices(ROLES).default('operator'))
    .option('--json', 'as JSON')
    .action(async (number: string, options: { role: StaffRole; json?: boolean }) => {
      const body = { number, role: options.role, staff: `shell:${userInfo().username}` };
      const invited = await asOperator((operator) =>
        operator.call(OPERATOR_ROUTES.issueStaffInvite, { body }),
      );
      if (options.json) {
        console.out(JSON.stringify(invited, null, 2));
        return;
      }
      console.out(invited.code);
      console.note(`for ${number} (${options.role}), once, until ${inJapan(invited.expiresAt)}: /counter/`);
    });

  staff
    .command('list')
    .description('all members')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => {
      const { members } = await asOperator((operator) => operator.call(OPERATOR_ROUTES.listAllStaff, {}));
      if (options.json) {
        console.out(JSON.stringify(members, null, 2));
        return;
      }
      const rows = members.map(({ number, role, state, since }) => [number, role, state, inJapan(since)]);
      for (const line of table([['NUMBER', 'ROLE', 'STATE', 'SINCE'], ...rows])) console.out(line);
    });
};

async function asOperator<T>(work: (operator: OperatorClient) => Promise<T>): Promise<T> {
  const operator = await connectOperator(dataFolder());
  try {
    return await work(operator);
  } finally {
    await operator.close();
  }
}
