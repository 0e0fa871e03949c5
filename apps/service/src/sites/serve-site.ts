import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { contentSecurityPolicy, permissionsPolicy, type SiteRights } from './policy.ts';

/** A built web app: a folder with `index.html`, and `assets/` whose files have a hash of their content in their names. */
export interface Site {
  /** `/phone/` */
  readonly prefix: string;
  readonly folder: string;
  readonly rights: SiteRights;
}

/** The folder of a site is not one that a build has made. */
export class SiteMissing extends Error {
  override readonly name = 'SiteMissing';
}

/** Hashed names never change their content (RFC 8246). Everything else is asked for again, which costs a 304. */
const FOREVER = 'public, max-age=31536000, immutable';
const REVALIDATE = 'no-cache';

/**
 * Serves `site` below its prefix, compressed files first where the build made some (`.br`, `.gz`). A path of the app's
 * own routes gets `index.html`; a missing file (a path with an extension) stays missing.
 * @throws SiteMissing
 */
export async function serveSite(app: FastifyInstance, { prefix, folder, rights }: Site): Promise<void> {
  if (!existsSync(join(folder, 'index.html')))
    throw new SiteMissing(`${folder} has no index.html: run "npm run build", or name another folder`);
  const headers = {
    'content-security-policy': contentSecurityPolicy(rights),
    'permissions-policy': permissionsPolicy(rights),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
  const withoutSlash = prefix.replace(/\/$/, '');
  const hidden = { schema: { hide: true } as object, config: { rateLimit: false as const } };

  await app.register(
    async (site) => {
      site.addHook('onRequest', async (_, reply) => {
        reply.headers(headers);
      });
      await site.register(fastifyStatic, {
        root: folder,
        serve: false,
        preCompressed: true,
        cacheControl: false,
        dotfiles: 'deny',
      });
      const send = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
        const path = (request.params as { '*': string })['*'];
        const file = /\.[a-z0-9]+$/i.test(path) ? path : 'index.html';
        const cached = file.startsWith('assets/') && existsSync(join(folder, file));
        return reply.header('cache-control', cached ? FOREVER : REVALIDATE).sendFile(file);
      };
      site.get('/*', hidden, send);
    },
    { prefix: withoutSlash },
  );
  app.get(withoutSlash, hidden, async (_, reply) => reply.redirect(prefix, 308));
}
