import { execFileSync } from 'node:child_process';

/** A network of two addresses for this process alone: a run that was killed leaves its own behind. */
const NETWORK = `10.213.${(process.pid >> 6) & 0xff}`;
const FIRST = (process.pid & 0x3f) * 4 + 1;
const HOST = `${NETWORK}.${FIRST}`;
const INSIDE = `${NETWORK}.${FIRST + 1}`;

/** A network namespace with one cable to this machine, which can be pulled (root, Linux, iproute2). */
export interface Namespace {
  /** Address of what listens inside. */
  readonly address: string;
  /** Before a program and its arguments: runs it inside. */
  readonly enter: readonly string[];
  /** Pulls the cable: packets are lost both ways, and nobody is told. */
  cut(): void;
  mend(): void;
  close(): void;
}

const ip = (...args: readonly string[]): void => void execFileSync('ip', args, { stdio: 'pipe' });

/** `undefined` where namespaces cannot be made here. */
export function openNamespace(name: string): Namespace | undefined {
  const cable = `${name}-0`;
  try {
    ip('netns', 'add', name);
    ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', `${name}-1`, 'netns', name);
    ip('addr', 'add', `${HOST}/30`, 'dev', cable);
    ip('link', 'set', cable, 'up');
    for (const args of [
      ['addr', 'add', `${INSIDE}/30`, 'dev', `${name}-1`],
      ['link', 'set', `${name}-1`, 'up'],
      ['link', 'set', 'lo', 'up'],
    ])
      ip('-n', name, ...args);
  } catch (error) {
    remove(name);
    console.warn(`no network namespace here: ${(error as { stderr?: Buffer }).stderr ?? error}`);
    return undefined;
  }
  return {
    address: INSIDE,
    enter: ['ip', 'netns', 'exec', name],
    // The far end: to this machine the line still looks whole, and only the answers do not come.
    cut: () => ip('-n', name, 'link', 'set', `${name}-1`, 'down'),
    mend: () => ip('-n', name, 'link', 'set', `${name}-1`, 'up'),
    close: () => remove(name),
  };
}

/** The cable goes with its end inside. */
function remove(name: string): void {
  try {
    ip('netns', 'del', name);
  } catch {
    // It was never made.
  }
}
