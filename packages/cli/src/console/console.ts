import pc from 'picocolors';
import yoctoSpinner from 'yocto-spinner';

type Colours = ReturnType<typeof pc.createColors>;

/** Where a command writes: results to `out`, everything that is said on the way to `err`. */
export interface Console {
  readonly colours: Colours;
  /** A line of the result. */
  out(line: string): void;
  /** A line on the way: progress, warnings, hints. */
  note(line: string): void;
  /** Shows that `work` goes on: a spinner for people, a single line in a log. */
  working<T>(text: string, work: () => Promise<T>): Promise<T>;
}

/** The process's own streams. Colours follow NO_COLOR and FORCE_COLOR and are off when the output is piped. */
export function processConsole(): Console {
  const colours = pc.createColors(pc.isColorSupported && process.stdout.isTTY === true);
  const note = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  return {
    colours,
    out: (line) => {
      process.stdout.write(`${line}\n`);
    },
    note,
    async working(text, work) {
      if (!process.stderr.isTTY) {
        note(`${text} …`);
        return work();
      }
      const spinner = yoctoSpinner({ text }).start();
      try {
        return await work();
      } finally {
        spinner.stop();
      }
    },
  };
}
