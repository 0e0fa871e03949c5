import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A new, empty database on the server at `url`, by the `createdb` of its programs. @returns its URL */
export async function freshDatabase(programs: string, url: string): Promise<string> {
  const name = `fresh_${crypto.randomUUID().replaceAll('-', '')}`;
  await promisify(execFile)(`${programs}/createdb`, ['--maintenance-db', url, name], { cwd: '/' });
  const of = new URL(url);
  of.pathname = `/${name}`;
  return of.href;
}
