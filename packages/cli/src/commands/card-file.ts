import { CardFileError, FileCardStore, type Reselect, VirtualCard } from '@kaijo/virtual-card';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { randomBytes } from '../installation/random.ts';

const EXIT_OF = {
  missing: EXIT.NO_INPUT,
  inaccessible: EXIT.NO_INPUT,
  corrupt: EXIT.DATA,
  'in-use': EXIT.UNAVAILABLE,
} as const satisfies Record<CardFileError['problem'], number>;

/** Puts the card in `path` to use for `work` and away again. @throws CommandFailure for a file that is no card */
export async function withCardFile<T>(
  path: string,
  options: { readonly reselect?: Reselect },
  work: (card: VirtualCard) => Promise<T>,
): Promise<T> {
  const card = await insert(path, options);
  try {
    return await work(card);
  } finally {
    await card.remove();
  }
}

async function insert(path: string, options: { readonly reselect?: Reselect }): Promise<VirtualCard> {
  try {
    const store = await FileCardStore.open(path);
    try {
      return await VirtualCard.insert({ store, random: randomBytes, ...options });
    } catch (error) {
      await store.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof CardFileError)
      throw new CommandFailure(EXIT_OF[error.problem], error.message, error);
    throw error;
  }
}
