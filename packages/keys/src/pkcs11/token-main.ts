import { Pkcs11Missing } from './binding.ts';
import type { Pkcs11Settings } from './settings.ts';
import { Token, TokenError } from './token.ts';
import type { Numbered, TokenAnswer, TokenRequest } from './wire.ts';

/**
 * The process that has the token. A vendor's library that hangs or crashes takes nothing else with it; and a library
 * whose token came back is started afresh, which is the one way of recovering that all of them have.
 */
let token: Token | undefined;

process.on('message', ({ number, content }: Numbered<TokenRequest>) => {
  const answer = answerTo(content);
  process.send?.({ number, content: answer } satisfies Numbered<TokenAnswer>, () => {
    // After a fault of the token its session is not to be trusted; a library that did not open is not opened twice.
    if (answer.kind === 'failed' && (token === undefined || !answer.mendable)) process.exit(1);
  });
});
process.on('disconnect', () => process.exit(0));

function answerTo(request: TokenRequest): TokenAnswer {
  try {
    token ??= Token.open(JSON.parse(process.argv[2] as string) as Pkcs11Settings);
    return answerWith(token, request);
  } catch (error) {
    const mendable = error instanceof TokenError || error instanceof Pkcs11Missing;
    const message = error instanceof Error ? error.message : 'unknown';
    return { kind: 'failed', message, mendable };
  }
}

function answerWith(opened: Token, request: TokenRequest): TokenAnswer {
  switch (request.kind) {
    case 'contents':
      return { kind: 'contents', contents: opened.contents() };
    case 'cmac':
      return {
        kind: 'bytes',
        bytes: request.messages.map((message) => opened.cmac(request.version, message)),
      };
    case 'hmac':
      return { kind: 'bytes', bytes: [opened.hmac(request.message)] };
    case 'sign':
      return { kind: 'bytes', bytes: [opened.sign(request.key, request.message)] };
    case 'init':
      opened.init();
      return { kind: 'done' };
    case 'rotate-card-master':
      return { kind: 'version', version: opened.rotateCardMaster() };
    case 'rotate-audit':
      opened.rotateAudit();
      return { kind: 'done' };
  }
}
