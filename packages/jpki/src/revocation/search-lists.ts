import type { TrustAnchor } from '../trust/trust-anchor.ts';
import type { CrlEntry } from './crl-entry.ts';
import { staleness } from './freshness.ts';
import type { Revocation } from './status.ts';
import { type Unusable, type VerifiedList, verifiedList } from './verified-list.ts';

/** DER of the complete list of an authority and, where there is one, of the changes since. Neither is believed yet. */
export interface RevocationLists {
  readonly der: Uint8Array;
  readonly delta?: Uint8Array;
}

export type ListStatus = { readonly kind: 'good' } | ({ readonly kind: 'revoked' } & Revocation) | Unusable;

/**
 * What an authority's lists say of a certificate (RFC 5280, 6.3.3). The complete one must be whole, signed by this
 * authority and current at `at`. A delta list that is there and cannot be believed, or is not about this complete
 * list, takes away `good`, never `revoked`.
 */
export async function searchLists(
  { der, delta }: RevocationLists,
  of: { readonly serial: Uint8Array; readonly anchor: TrustAnchor; readonly at: Date },
): Promise<ListStatus> {
  const complete = await verifiedList(der, of.anchor);
  if (complete.kind === 'unusable') return complete;
  if (complete.baseNumber !== undefined) return unusable('a list of changes only');
  const stale = staleness(complete, of.at);
  if (stale !== undefined) return unusable(stale);
  const entry = complete.find(of.serial);
  if (delta === undefined) return statusOf(entry);
  const changes = judgeDelta(await verifiedList(delta, of.anchor), complete, of.at);
  return withChanges(entry, changes, of.serial);
}

/** What may be concluded from a delta list beside a complete one. */
type Changes =
  /** RFC 5280, 5.2.4: the two together are as a complete list made when the delta was. */
  | { readonly kind: 'combined'; readonly list: VerifiedList }
  /** The complete list is as new or newer. */
  | { readonly kind: 'superseded' }
  /** What it says against a certificate still holds; that it says nothing against one does not. */
  | { readonly kind: 'ended'; readonly list: VerifiedList }
  /** It is the authority's, and shows that there is a newer complete list than ours. */
  | { readonly kind: 'of-another-list'; readonly list: VerifiedList }
  | { readonly kind: 'disbelieved'; readonly why: string };

function judgeDelta(list: VerifiedList | Unusable, complete: VerifiedList, at: Date): Changes {
  if (list.kind === 'unusable') return { kind: 'disbelieved', why: list.why };
  const { number, baseNumber } = list;
  if (baseNumber === undefined || number === undefined)
    return { kind: 'disbelieved', why: 'not a delta list' };
  const stale = staleness(list, at);
  if (stale === 'from the future') return { kind: 'disbelieved', why: stale };
  if (complete.number === undefined || baseNumber > complete.number) return { kind: 'of-another-list', list };
  if (number <= complete.number) return { kind: 'superseded' };
  return { kind: stale === undefined ? 'combined' : 'ended', list };
}

function withChanges(entry: CrlEntry | undefined, changes: Changes, serial: Uint8Array): ListStatus {
  const before = statusOf(entry);
  switch (changes.kind) {
    case 'superseded':
      return before;
    case 'combined': {
      const change = changes.list.find(serial);
      if (change?.isRemoval) return isFinal(entry) ? before : { kind: 'good' };
      return change === undefined ? before : statusOf(change);
    }
    case 'ended':
      return revocationIn(changes.list, serial) ?? before;
    case 'of-another-list':
      return revocationIn(changes.list, serial) ?? unlessGood(before, 'for another list');
    case 'disbelieved':
      return unlessGood(before, changes.why);
  }
}

/** Only a hold can be taken back (RFC 5280, 5.3.1). Other entries leave a list when the certificate has ended anyway. */
function isFinal(entry: CrlEntry | undefined): boolean {
  return entry !== undefined && entry.revocation.reason !== 'certificateHold';
}

function revocationIn(list: VerifiedList, serial: Uint8Array): ListStatus | undefined {
  const entry = list.find(serial);
  return entry === undefined || entry.isRemoval ? undefined : statusOf(entry);
}

function unlessGood(status: ListStatus, why: string): ListStatus {
  return status.kind === 'good' ? unusable(`delta: ${why}`) : status;
}

function statusOf(entry: CrlEntry | undefined): ListStatus {
  return entry === undefined ? { kind: 'good' } : { kind: 'revoked', ...entry.revocation };
}

function unusable(why: string): Unusable {
  return { kind: 'unusable', why };
}
