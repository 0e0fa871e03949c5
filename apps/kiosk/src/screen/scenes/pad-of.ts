import type { TargetPin } from '@kaijo/contract';
import type { PinPadProps } from '@kaijo/ui';

/** R8: four digits, or 6 to 16 letters and digits. */
export function padOf(pin: TargetPin): Pick<PinPadProps, 'kind' | 'length' | 'longest'> {
  return pin === 'auth' ? { kind: 'digits', length: 4 } : { kind: 'letters-and-digits', longest: 16 };
}
