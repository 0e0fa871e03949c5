import type { ExportFault } from '@kaijo/audit-log';

/** What is wrong, in words, with the place in the log and in the file. */
export function faultSentence({ defect, line, from, to, id }: ExportFault): string {
  const entry = `entry ${from}${id === undefined ? '' : ` (${id})`}`;
  const place = `line ${line}: `;
  switch (defect) {
    case 'entry-changed':
      return `${place}${entry} does not say what it said when it was sealed`;
    case 'entry-missing':
      return `${place}entry ${from} was sealed and is not there`;
    case 'entry-added':
      return `${place}${entry} was never sealed at this place`;
    case 'entries-reordered':
      return `${place}${entry} stands in another entry's place`;
    case 'entries-differ':
      return `${place}entries ${from} to ${to} are not those that were sealed; the list of their hashes was changed as well, so that it cannot be said which one of them`;
    case 'head-forged':
      return `${place}the tree head from entry ${from} on was not signed by the log's key`;
    case 'head-altered':
      return `${place}what stands beside the tree head from entry ${from} on was changed`;
    case 'head-missing':
      return `${place}a tree head is missing before entry ${from}`;
    case 'truncated':
      return `the export ends after entry ${from - 1}, line ${line}, before its end`;
    case 'behind-known-head':
      return `the log ends before entry ${from}, but a head that you have covers ${(to as number) + 1} entries: the newer ones were taken away`;
    case 'forked':
      return `entries ${from} to ${to} are not those of the head that you have: the log was written anew`;
    case 'malformed':
      return `${place}this is no line of an export (behind entry ${from - 1})`;
  }
}
