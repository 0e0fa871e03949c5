import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Console } from './console/console.ts';
import { EXIT } from './exit-codes.ts';
import { createProgram, run } from './program.ts';

class Recorded implements Console {
  readonly colours = pc.createColors(false);
  readonly lines: string[] = [];
  readonly notes: string[] = [];
  out(line: string): void {
    this.lines.push(line);
  }
  note(line: string): void {
    this.notes.push(line);
  }
  working<T>(_: string, work: () => Promise<T>): Promise<T> {
    return work();
  }
}

async function kaijo(...args: string[]) {
  const console = new Recorded();
  const exitCode = await run(args, console);
  return { exitCode, out: console.lines.join('\n'), notes: console.notes.join('\n') };
}

let folder: string;
let card: string;
const before = process.env.KAIJO_DATA;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaijo-cli-'));
  process.env.KAIJO_DATA = join(folder, 'data');
  card = join(folder, 'yui.card.json');
  const made = await kaijo(
    'card',
    'create',
    '--persona',
    'yui',
    '--locked',
    'auth',
    '--sign-pin',
    'QX7Z31',
    '--out',
    card,
  );
  expect(made.exitCode).toBe(EXIT.OK);
});
afterAll(async () => {
  if (before === undefined) delete process.env.KAIJO_DATA;
  else process.env.KAIJO_DATA = before;
  await rm(folder, { recursive: true, force: true });
});

describe('kaijo card', () => {
  it('makes a card that only its owner reads, with the PIN locked that was asked for', async () => {
    expect((await stat(card)).mode & 0o777).toBe(0o600);
    const { exitCode, out } = await kaijo('card', 'show', card, '--json');
    expect(exitCode).toBe(EXIT.OK);
    expect(JSON.parse(out)).toMatchObject({
      token: 'my-number-card',
      pins: [
        { name: 'auth', tries: 'no tries left (locked, or initialised and not set)' },
        { name: 'sign', tries: 5 },
        { name: 'support', tries: 3 },
        { name: 'resident', tries: 3 },
      ],
    });
  });

  it('R10: looking at a card spends no try, however often', async () => {
    const contents = await readFile(card, 'utf8');
    for (let i = 0; i < 3; i++) await kaijo('card', 'show', card);
    expect(await readFile(card, 'utf8')).toBe(contents);
  });

  it('sends commands in one power cycle and prints data and status word', async () => {
    const { out } = await kaijo(
      'card',
      'apdu',
      card,
      '00A4040C0AD392F000260100000001',
      '00A4020C02001B',
      '00200080',
      '00840000 08',
    );
    const lines = out.split('\n');
    expect(lines.slice(0, 3)).toEqual(['9000', '9000', '63C5']);
    expect(lines[3]).toMatch(/^[0-9a-f]{16} 9000$/);
  });

  it('never writes over a card', async () => {
    const contents = await readFile(card, 'utf8');
    expect((await kaijo('card', 'create', '--out', card)).exitCode).toBe(EXIT.CANNOT_CREATE);
    expect(await readFile(card, 'utf8')).toBe(contents);
  });

  it('R8: makes no card with a PIN of the wrong shape, and does not repeat the PIN', async () => {
    const { exitCode, notes } = await kaijo(
      'card',
      'create',
      '--auth-pin',
      '73069',
      '--out',
      join(folder, 'x.json'),
    );
    expect(exitCode).toBe(EXIT.DATA);
    expect(notes).toContain('auth PIN');
    expect(notes).not.toContain('73069');
  });
});

describe('what is wrong is said in a sentence, with an exit code that scripts can rely on', () => {
  it.each<[string, string[], number]>([
    ['no such command', ['unlock'], EXIT.USAGE],
    ['a missing option', ['demo'], EXIT.USAGE],
    ['a PIN that is not resettable here (R1)', ['demo', '--pin', 'support'], EXIT.USAGE],
    ['no such card', ['card', 'show', '/nowhere/card.json'], EXIT.NO_INPUT],
    ['hex that is none', ['card', 'apdu', 'CARD', '00A4zz'], EXIT.USAGE],
    ['what is no reservation', ['reservation', 'show', 'nope'], EXIT.USAGE],
    ['no service to ask', ['reservation', 'list'], EXIT.UNAVAILABLE],
    ['a challenge that is never drawn', ['face', 'liveness', '.', '--challenge', 'close-eyes'], EXIT.USAGE],
    ['a picture that is not there', ['face', 'compare', '/nowhere.jpg', '/nowhere.jpg'], EXIT.NO_INPUT],
    ['pairs that are not there', ['face', 'evaluate', '/nowhere.csv'], EXIT.NO_INPUT],
  ])('%s', async (_, args, exitCode) => {
    expect((await kaijo(...args.map((word) => (word === 'CARD' ? card : word)))).exitCode).toBe(exitCode);
  });

  it('a file that is no card', async () => {
    const file = join(folder, 'broken.json');
    await writeFile(file, '{"pins": "7306"', { mode: 0o600 });
    const { exitCode, notes } = await kaijo('card', 'show', file);
    expect(exitCode).toBe(EXIT.DATA);
    expect(notes).toContain('broken.json');
    expect(notes).not.toContain('7306');
  });

  it('a line of the pairs that is wrong, by its number', async () => {
    const file = join(folder, 'pairs.csv');
    await writeFile(file, 'chip,selfies,truth\na.jpg,b.jpg,perhaps\n');
    const { exitCode, notes } = await kaijo('face', 'evaluate', file);
    expect(exitCode).toBe(EXIT.DATA);
    expect(notes).toContain('pairs.csv:2');
  });
});

describe('kaijo teaches', () => {
  it('every command has a description, and its help ends well', async () => {
    const describeAll = (command: ReturnType<typeof createProgram>): void => {
      expect(command.description(), command.name()).not.toBe('');
      for (const child of command.commands) describeAll(child as typeof command);
    };
    describeAll(createProgram(new Recorded()));
    expect((await kaijo('--version')).exitCode).toBe(EXIT.OK);
  });

  it('completes commands, options and choices in bash', async () => {
    const { out } = await kaijo('completion', 'bash');
    const complete = (...words: string[]): string[] => {
      const script = `${out}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _kaijo; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return execFileSync('bash', ['-c', script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
        .trim()
        .split('\n');
    };
    expect(complete('kaijo', 'de')).toEqual(['demo']);
    expect(complete('kaijo', 'card', 'at')).toEqual(['attach']);
    expect(complete('kaijo', 'demo', '--pin', '')).toEqual(['auth', 'sign']);
    expect(complete('kaijo', 'demo', '--li')).toEqual(['--link']);
    expect(complete('kaijo', 'face', 'e')).toEqual(['evaluate']);
  });

  it.each(['zsh', 'fish'])('has a completion for %s that names every command', async (shell) => {
    const { out } = await kaijo('completion', shell);
    for (const name of ['up', 'demo', 'card', 'face', 'reservation']) expect(out).toContain(name);
  });
});
