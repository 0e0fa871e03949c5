/**
 * The keys cannot be used now: the hardware module is away. Nothing is decided without them, and whoever asked may ask
 * again; it ends by itself when the module is back.
 */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}
