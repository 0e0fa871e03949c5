import { addCardApdu } from './card-apdu.ts';
import { addCardAttach } from './card-attach.ts';
import { addCardCreate } from './card-create.ts';
import { addCardShow } from './card-show.ts';
import type { AddCommand } from './command.ts';

export const addCard: AddCommand = (program, console) => {
  const card = program.command('card').description('make and use virtual cards');
  addCardCreate(card, console);
  addCardShow(card, console);
  addCardApdu(card, console);
  addCardAttach(card, console);
};
