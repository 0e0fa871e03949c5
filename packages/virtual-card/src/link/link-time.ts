import type { LinkModel } from './link-model.ts';

/** Where the time of one command goes, in milliseconds. */
export interface LinkTime {
  readonly overhead: number;
  readonly transfer: number;
  readonly rsa: number;
}

/** Type B sends a start and a stop bit with every byte (ISO/IEC 14443-3, 7.1.1). */
const BITS_PER_BYTE = 10;
/** Protocol control byte before the data, CRC_B behind it (ISO/IEC 14443-4, 7.1); no card or node address. */
const BLOCK_FRAMING = 3;

/** Time of one command of `commandBytes` answered with `responseBytes` (status word included), in its parts. */
export function linkTimeParts(
  model: LinkModel,
  commandBytes: number,
  responseBytes: number,
  isRsa: boolean,
): LinkTime {
  return {
    overhead: model.commandOverhead,
    transfer: messageTime(model, commandBytes) + messageTime(model, responseBytes),
    rsa: isRsa ? model.rsaTime : 0,
  };
}

/** Milliseconds of one command from the first bit to the last of its answer. */
export function linkTime(
  model: LinkModel,
  commandBytes: number,
  responseBytes: number,
  isRsa: boolean,
): number {
  const { overhead, transfer, rsa } = linkTimeParts(model, commandBytes, responseBytes, isRsa);
  return overhead + transfer + rsa;
}

/** A long message goes in chained blocks, each but the last acknowledged by a block without data (ISO/IEC 14443-4, 7.5.2). */
function messageTime(model: LinkModel, bytes: number): number {
  const blocks = Math.max(1, Math.ceil(bytes / (model.frameSize - BLOCK_FRAMING)));
  const acknowledgements = blocks - 1;
  const sentBytes = bytes + (blocks + acknowledgements) * BLOCK_FRAMING;
  return (
    (sentBytes * BITS_PER_BYTE * 1000) / model.bitRate + (blocks + acknowledgements) * model.blockOverhead
  );
}
