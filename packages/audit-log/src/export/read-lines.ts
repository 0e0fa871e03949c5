const NEWLINE = 0x0a;

/** A line is longer than any that an export has. */
export class LineTooLong extends Error {
  override readonly name = 'LineTooLong';
}

/**
 * The lines of a stream of UTF-8, without their ends; what stands behind the last newline is a line as well.
 * @throws LineTooLong before a line of more than `longest` bytes is held in memory
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  longest = 8 * 1024 * 1024,
): AsyncGenerator<string> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  const hold = (part: Uint8Array): void => {
    held.push(part);
    heldBytes += part.length;
    if (heldBytes > longest) throw new LineTooLong(`a line has more than ${longest} bytes`);
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      hold(chunk.subarray(start, end));
      yield held.length === 1 ? textOf(held[0] as Uint8Array) : textOf(Buffer.concat(held));
      held = [];
      heldBytes = 0;
      start = end + 1;
    }
    if (start < chunk.length) hold(chunk.subarray(start));
  }
  if (heldBytes > 0) yield textOf(Buffer.concat(held));
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}
