import { createPublicKey, randomUUID, verify } from 'node:crypto';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import fastify from 'fastify';

interface Body {
  readonly spki: string;
  readonly message: string;
  readonly signature: string;
}

/**
 * The least that a service could do for a completion: as many RSA verifications, and as many rows in one transaction.
 * `node bare-server.js VERIFICATIONS ROWS FOLDER`
 */
const [verifications = '0', rows = '0', folder = ''] = process.argv.slice(2);
const db = await PGlite.create({ dataDir: join(folder, 'pgdata') });
await db.exec('create table row (id uuid primary key, at timestamptz not null, text text not null)');

const app = fastify();
app.post<{ Body: Body }>('/', async ({ body }) => {
  const key = createPublicKey({ key: Buffer.from(body.spki, 'base64'), format: 'der', type: 'spki' });
  const message = Buffer.from(body.message, 'base64');
  const signature = Buffer.from(body.signature, 'base64');
  for (let i = 0; i < Number(verifications); i++)
    if (!verify('sha256', message, key, signature)) throw new Error('not signed');
  await db.transaction(async (tx) => {
    for (let i = 0; i < Number(rows); i++) {
      await tx.query('insert into row (id, at, text) values ($1, $2, $3)', [
        randomUUID(),
        new Date(),
        body.message,
      ]);
    }
  });
  return { completed: true };
});
process.send?.(await app.listen({ host: '127.0.0.1', port: 0 }));
