/** Key pairs that are the same in every run: Ed25519 from a fixed seed (RFC 8410 section 7). */
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** Everything before the 32 bytes of the key in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly privatePem: Buffer;
  readonly publicPem: Buffer;
}

export function keyPair(name: string): KeyPair {
  const seed = createHash('sha256').update(name).digest();
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  return {
    privateKey,
    publicKey,
    privatePem: Buffer.from(privateKey.export({ format: 'pem', type: 'pkcs8' })),
    publicPem: Buffer.from(publicKey.export({ format: 'pem', type: 'spki' })),
  };
}
