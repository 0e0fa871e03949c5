import { createPublicKey, randomUUID, verify } from 'node:crypto';
import fastify from 'fastify';
import pg from 'pg';

interface Body {
  readonly spki: string;
  readonly message: string;
  readonly signature: string;
}

/**
 * The least that a service on PostgreSQL could do for a completion: as many RSA verifications, and as many rows in one transaction,
 * one statement each, over a pool. `node bare-pg-server.js VERIFICATIONS ROWS URL`
 */
const [verifications = '0', rows = '0', url = ''] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: 10 });
await pool.query('create table row (id uuid primary key, at timestamptz not null, text text not null)');

const INSERT = { name: 'insert', text: 'insert into row (id, at, text) values ($1, $2, $3)' };

const app = fastify();
app.post<{ Body: Body }>('/', async ({ body }) => {
  const key = createPublicKey({ key: Buffer.from(body.spki, 'base64'), format: 'der', type: 'spki' });
  const message = Buffer.from(body.message, 'base64');
  const signature = Buffer.from(body.signature, 'base64');
  for (let i = 0; i < Number(verifications); i++)
    if (!verify('sha256', message, key, signature)) throw new Error('not signed');
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (let i = 0; i < Number(rows); i++)
      await client.query({ ...INSERT, values: [randomUUID(), new Date(), body.message] });
    await client.query('commit');
  } finally {
    client.release();
  }
  return { completed: true };
});
process.send?.(await app.listen({ host: '127.0.0.1', port: 0 }));
