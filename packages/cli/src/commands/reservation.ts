import { OPERATOR_ROUTES, type OperatorReservation } from '@kaijo/contract';
import type { Console } from '../console/console.ts';
import { inJapan } from '../console/japan-time.ts';
import { table } from '../console/table.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { asOperator } from '../installation/operator-client.ts';
import type { AddCommand } from './command.ts';

export const addReservation: AddCommand = (program, console) => {
  const reservation = program
    .command('reservation')
    .description(
      'look at the reservations of the running service (no names, no card numbers: there are none)',
    );

  reservation
    .command('list')
    .description('the newest reservations')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => {
      const { reservations } = await asOperator((operator) =>
        operator.call(OPERATOR_ROUTES.listReservations, {}),
      );
      if (options.json) console.out(JSON.stringify(reservations, null, 2));
      else printList(console, reservations);
    });

  reservation
    .command('show')
    .description('one reservation')
    .argument('<id>', 'its id, from "kaijo reservation list"')
    .option('--json', 'as JSON')
    .action(async (id: string, options: { json?: boolean }) => {
      if (!UUID.test(id))
        throw new CommandFailure(
          EXIT.USAGE,
          `no reservation id: ${id} ("kaijo reservation list" prints them)`,
        );
      const found = await asOperator((operator) => operator.call(OPERATOR_ROUTES.showReservation, { id }));
      if (options.json) console.out(JSON.stringify(found, null, 2));
      else printOne(console, found);
    });
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function printList(console: Console, reservations: readonly OperatorReservation[]): void {
  if (reservations.length === 0) {
    console.note('no reservations');
    return;
  }
  const rows = reservations.map((one) => [one.id, one.targetPin, stateOf(one), inJapan(one.reservedAt)]);
  for (const line of table([['ID', 'PIN', 'STATE', 'RESERVED'], ...rows])) console.out(line);
}

function printOne(console: Console, one: OperatorReservation): void {
  const rows = [
    ['id', one.id],
    ['PIN', one.targetPin],
    ['state', stateOf(one)],
    ['reserved', inJapan(one.reservedAt)],
    ['valid until', inJapan(one.expiresAt)],
    ...(one.finishBy ? [['finish by', inJapan(one.finishBy)]] : []),
    ...(one.completedAt ? [['completed', inJapan(one.completedAt)]] : []),
    ['card reference', one.cardRef],
  ];
  for (const line of table(rows)) console.out(line);
}

function stateOf({ state, endedBy }: OperatorReservation): string {
  return endedBy === undefined ? state : `${state} (${endedBy})`;
}
