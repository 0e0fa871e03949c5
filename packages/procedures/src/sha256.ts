/** SHA-256 by the platform's Web Cryptography; 32 bytes. */
export async function sha256(message: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', message as Uint8Array<ArrayBuffer>));
}
