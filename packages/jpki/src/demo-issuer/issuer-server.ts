import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { fromHex } from '@kaijo/iso7816';
import { directoryEntryToJson } from '../directory/directory-entry-json.ts';
import { UNKNOWN_CARD } from '../http/http-directory.ts';
import { fromBase64Url } from '../json/json-fields.ts';
import type { CertificateKind } from '../profile/oids.ts';
import type { RevocationAnswer } from '../revocation/clients.ts';
import { trustConfigurationToJson } from '../trust/trust-configuration.ts';
import type { DemoIssuer } from './demo-issuer.ts';

/**
 * The issuer's systems over HTTP, as a listener for `node:http`: `POST /ocsp/{sign|auth}` (RFC 6960, appendix A),
 * `GET /crl/{sign|auth}/{key id in hex}`, `GET /delta-crl/…` likewise, `GET /directory?kind=&issuerKeyId=&serial=` (base64url) and `GET /anchors`,
 * the trust configuration. For a local demo: it asks nobody who they are.
 *
 * @param onError told of failures inside, which the client sees as 500 without a word
 */
export function createIssuerServer(issuer: DemoIssuer, onError: (error: unknown) => void): RequestListener {
  return (request, response) => {
    handle(issuer, request)
      .catch((error: unknown): Answer => {
        onError(error);
        return problem(500, 'internal error');
      })
      .then((answer) => send(response, answer));
  };
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array | string;
}

/** Only to complete the paths of requests. */
const ORIGIN = 'http://issuer.invalid';

async function handle(issuer: DemoIssuer, request: IncomingMessage): Promise<Answer> {
  const address = request.url ?? '';
  if (!URL.canParse(address, ORIGIN)) return problem(400, 'bad address');
  const url = new URL(address, ORIGIN);
  const [, resource, ...path] = url.pathname.split('/');
  switch (resource) {
    case 'ocsp':
      return requireMethod(request, 'POST') ?? answerOcsp(issuer, request, path);
    case 'crl':
      return requireMethod(request, 'GET') ?? answerCrl(path, (...of) => issuer.fetchCrl(...of));
    case 'delta-crl':
      return requireMethod(request, 'GET') ?? answerCrl(path, (...of) => issuer.fetchDeltaCrl(...of));
    case 'directory':
      return requireMethod(request, 'GET') ?? answerDirectory(issuer, url.searchParams);
    case 'anchors':
      return (
        requireMethod(request, 'GET') ?? json(200, trustConfigurationToJson(issuer.trustConfiguration()))
      );
    default:
      return problem(404, 'not found');
  }
}

const OCSP_REQUEST_BYTES_MAX = 4 * 1024;

async function answerOcsp(
  issuer: DemoIssuer,
  request: IncomingMessage,
  [kind, ...rest]: readonly string[],
): Promise<Answer> {
  if (!isKind(kind) || rest.length > 0) return problem(404, 'not found');
  const body = await readBody(request, OCSP_REQUEST_BYTES_MAX);
  if (body === undefined) return problem(413, 'request too large');
  return revocationAnswer(await issuer.requestStatus(kind, body), 'application/ocsp-response');
}

async function answerCrl(
  [kind, keyId, ...rest]: readonly string[],
  fetch: DemoIssuer['fetchDeltaCrl'],
): Promise<Answer> {
  const isHex = keyId !== undefined && /^([0-9a-f]{2})+$/i.test(keyId);
  if (!isKind(kind) || !isHex || rest.length > 0) return problem(404, 'not found');
  return revocationAnswer(await fetch(kind, fromHex(keyId)), 'application/pkix-crl');
}

function revocationAnswer(answer: RevocationAnswer, type: string): Answer {
  return answer.kind === 'answer' ? { status: 200, type, body: answer.der } : problem(404, 'not found');
}

async function answerDirectory(issuer: DemoIssuer, query: URLSearchParams): Promise<Answer> {
  const issuerKeyId = fromBase64Url(query.get('issuerKeyId') ?? '');
  const serial = fromBase64Url(query.get('serial') ?? '');
  const kind = query.get('kind') ?? undefined;
  if (!issuerKeyId?.length || !serial?.length || (kind !== undefined && !isKind(kind)))
    return problem(400, 'issuerKeyId and serial are base64url, kind is sign or auth');
  for (const candidate of kind === undefined ? KINDS : [kind]) {
    const found = await issuer.findByCertificate(candidate, { issuerKeyId, serial });
    if (found.kind === 'found') return json(200, directoryEntryToJson(found.entry));
    if (found.kind === 'unreachable') return problem(503, found.why);
  }
  return problem(404, UNKNOWN_CARD.title);
}

const KINDS: readonly CertificateKind[] = ['sign', 'auth'];

function isKind(text: string | undefined): text is CertificateKind {
  return KINDS.some((kind) => kind === text);
}

function requireMethod(request: IncomingMessage, method: 'GET' | 'POST'): Answer | undefined {
  return request.method === method ? undefined : problem(405, `only ${method}`);
}

/** The whole body, `undefined` as soon as it is longer than allowed. */
async function readBody(request: IncomingMessage, bytesMax: number): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bytesMax) return undefined;
    chunks.push(chunk);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}

function json(status: number, value: unknown): Answer {
  return { status, type: 'application/json', body: JSON.stringify(value) };
}

/** RFC 9457. */
function problem(status: number, title: string): Answer {
  return { status, type: 'application/problem+json', body: JSON.stringify({ status, title }) };
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    // What is left of a body that was too long is not read.
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(body);
}
