import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';

/** Options of `spawn`: empty where this process is not root, and children simply are who we are. */
export interface UnprivilegedUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** Who a server runs as: PostgreSQL and Patroni do not run as root. The package's own user, as Debian has made it. */
export function unprivilegedUser(name = 'postgres'): UnprivilegedUser {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout),
  );
  if (!uid || !gid) throw new Error(`there is no user ${name}: it comes with Debian's postgresql package`);
  return { uid, gid };
}

/** Makes a folder or file that user's. */
export function handOver(path: string, { uid, gid }: UnprivilegedUser): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}
