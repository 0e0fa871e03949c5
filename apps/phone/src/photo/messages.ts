import type { CardPhotoReading, LiveVerdict, Picture } from '@kaijo/card-photo';
import type { CalendarDate } from '@kaijo/mynacard';

/** To the worker. Pictures are transferred: the page has none afterwards. */
export type ToReader =
  | { readonly kind: 'load'; readonly models: string }
  | { readonly kind: 'look'; readonly frame: Picture }
  | { readonly kind: 'read'; readonly picture: Picture; readonly today: CalendarDate };

export type FromReader =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'loaded' }
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'looked'; readonly verdict: LiveVerdict }
  | { readonly kind: 'read'; readonly reading: CardPhotoReading };
