import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** A page for people, complete as it stands: no script, nothing loaded, one inline style sheet. */
export interface Page {
  readonly path: string;
  readonly html: string;
  /** The text of its one `<style>` element. */
  readonly style: string;
}

export function servePage(app: FastifyInstance, { path, html, style }: Page): void {
  const body = Buffer.from(html);
  const digest = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  app.get(path, { schema: { hide: true } as object }, async (_, reply) =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .send(body),
  );
}
