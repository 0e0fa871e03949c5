import { describe, expect, it } from 'vitest';
import { type CardChannel, CardProtocolError, fromHex, send, toHex } from './index.ts';

function answering(answer: Uint8Array): CardChannel & { readonly sent: string[] } {
  const sent: string[] = [];
  return {
    sent,
    exclusive: true,
    transmit: async (command) => {
      sent.push(toHex(command));
      return answer;
    },
    disconnect: async () => {},
  };
}

describe('send', () => {
  it('encodes the command and decodes the answer', async () => {
    const channel = answering(fromHex('aabb9000'));
    const command = { cla: 0x00, ins: 0xb0, p1: 0, p2: 0, le: 256 };
    expect(await send(channel, command)).toEqual({ data: fromHex('aabb'), sw: 0x9000 });
    expect(channel.sent).toEqual(['00b0000000']);
  });

  it('throws CardProtocolError for an answer without a status word', async () => {
    await expect(send(answering(fromHex('90')), { cla: 0, ins: 0, p1: 0, p2: 0 })).rejects.toThrow(
      CardProtocolError,
    );
  });
});
