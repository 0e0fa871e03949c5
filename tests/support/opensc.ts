import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ProgramOutcome {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

export type OpenScPin = 'User Authentication PIN' | 'Digital Signature PIN';

/** The Debian package has the module where the dynamic linker looks. */
const PKCS11_MODULE = 'opensc-pkcs11.so';
const PROGRAM_LIMIT_MS = 60_000;

/** OpenSC's programs and OpenSSL with a configuration and home of their own: nothing is cached, nothing of the user is read. */
export class OpenSc {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async prepare(): Promise<OpenSc> {
    const folder = await mkdtemp(join(tmpdir(), 'kaijo-opensc-'));
    await writeFile(
      join(folder, 'opensc.conf'),
      'app default { framework pkcs15 { use_file_caching = no; } }\n',
    );
    return new OpenSc(folder);
  }

  run(program: string, ...args: readonly string[]): Promise<ProgramOutcome> {
    const env = {
      ...process.env,
      LC_ALL: 'C',
      HOME: this.folder,
      OPENSC_CONF: join(this.folder, 'opensc.conf'),
    };
    return new Promise((resolve, reject) => {
      execFile(
        program,
        args,
        { env, cwd: this.folder, timeout: PROGRAM_LIMIT_MS },
        (error, output, errors) => {
          if (error !== null && typeof error.code !== 'number') reject(error);
          else resolve({ code: (error?.code as number | undefined) ?? 0, output, errors });
        },
      );
    });
  }

  /** The number behind `Tries left` in `pkcs15-tool --dump`. */
  async triesLeft(pin: OpenScPin): Promise<number> {
    const { output } = await this.run('pkcs15-tool', '--dump');
    const block = output.split(/\n\s*\n/).find((text) => text.includes(`PIN [${pin}]`));
    const [, tries] = /Tries left\s*:\s*(\d+)/.exec(block ?? '') ?? [];
    if (tries === undefined) throw new Error(`pkcs15-tool lists no ${pin}:\n${output}`);
    return Number(tries);
  }

  /** `pkcs11-tool --sign` over the bytes of a file; `undefined` when it fails. */
  async sign(id: '01' | '02', pin: string, message: string): Promise<Uint8Array | undefined> {
    const signature = join(this.folder, 'signature');
    await rm(signature, { force: true });
    const token: OpenScPin = id === '01' ? 'User Authentication PIN' : 'Digital Signature PIN';
    const { code } = await this.run(
      'pkcs11-tool',
      ...['--module', PKCS11_MODULE, '--token-label', `JPKI (${token})`, '--login', '--pin', pin],
      ...['--sign', '--id', id, '-m', 'SHA256-RSA-PKCS', '-i', message, '-o', signature],
    );
    return code === 0 ? readFile(signature) : undefined;
  }

  /** What OpenSSL says to a signature under a certificate's key. */
  async opensslVerifies(certificate: Uint8Array, message: string, signature: Uint8Array): Promise<boolean> {
    const [der, publicKey, file] = ['certificate.der', 'public-key.pem', 'to-verify'].map((name) =>
      join(this.folder, name),
    ) as [string, string, string];
    await writeFile(der, certificate);
    await writeFile(file, signature);
    await this.run('openssl', 'x509', '-inform', 'DER', '-in', der, '-pubkey', '-noout', '-out', publicKey);
    const { code, output } = await this.run(
      'openssl',
      ...['dgst', '-sha256', '-verify', publicKey, '-signature', file, message],
    );
    return code === 0 && output.includes('Verified OK');
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
