import { readFileSync } from 'node:fs';
import fastify from 'fastify';

/** `node bare-page.js FILE`: the least that a server can do for a page: the same bytes from memory, with their type. */
const [file = ''] = process.argv.slice(2);
const page = readFileSync(file);
const app = fastify();
app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
process.send?.(await app.listen({ host: '127.0.0.1', port: 0 }));
