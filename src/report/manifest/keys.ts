/** Ed25519 keys from PEM files (RFC 8032, RFC 8410), and signatures of manifests. */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { AdreachError } from '../../errors/index.js';
import type { Manifest, UnsignedManifest } from '../../result/manifest.js';
import { readSmallFile } from '../../snapshot/small-file.js';
import { canonicalJson } from './canonical.js';

/** Keys are small; something else under the name is not read into memory. */
const MAX_KEY_FILE = 64 * 1024;

/** @throws AdreachError `file` where it cannot be read; `usage` where it is no Ed25519 private key in PEM without a passphrase */
export async function readSigningKey(path: string): Promise<KeyObject> {
  const pem = await readKeyFile(path);
  if (pem.includes('ENCRYPTED')) {
    throw new AdreachError('usage', `the signing key ${path} is encrypted`, 'give a key without a passphrase');
  }
  return ed25519(path, () => createPrivateKey(pem), 'a private key', 'openssl genpkey -algorithm ed25519 -out key.pem');
}

/** @throws AdreachError as `readSigningKey`, for a public key */
export async function readVerificationKey(path: string): Promise<KeyObject> {
  const pem = await readKeyFile(path);
  return ed25519(path, () => createPublicKey(pem), 'a public key', 'openssl pkey -in key.pem -pubout -out public.pem');
}

/** SHA-256 of the SubjectPublicKeyInfo, hex: what people compare. */
export function fingerprint(key: KeyObject): string {
  return createHash('sha256').update(spki(key)).digest('hex');
}

/** @returns the manifest with its signature, which covers everything but its own value */
export function signManifest(manifest: UnsignedManifest, key: KeyObject): Manifest {
  const unsigned = {
    ...manifest,
    signature: { algorithm: 'Ed25519' as const, publicKey: spki(createPublicKey(key)).toString('base64') },
  };
  const value = sign(null, Buffer.from(canonicalJson(unsigned)), key).toString('base64');
  return { ...manifest, signature: { ...unsigned.signature, value } } as Manifest;
}

export type SignatureState =
  | { readonly state: 'none' }
  /** Made with the key of this fingerprint; `trusted` where that is the key that was asked for. */
  | { readonly state: 'good'; readonly fingerprint: string; readonly trusted: boolean }
  | { readonly state: 'wrong-key'; readonly fingerprint: string; readonly wanted: string }
  /** The manifest was changed after it was signed, or the signature is damaged. */
  | { readonly state: 'bad' };

/**
 * @param manifest as it was read, with members that this version does not know
 * @param key the key that must have made the signature; null: the one that the manifest names
 */
export function checkSignature(manifest: Manifest, key: KeyObject | null): SignatureState {
  const { signature } = manifest;
  if (signature === undefined) return { state: 'none' };
  // Base64 is read whatever else stands in it: only the one way to write it is what was written.
  if (!isBase64(signature.publicKey) || !isBase64(signature.value)) return { state: 'bad' };
  let own: KeyObject;
  try {
    own = createPublicKey({ key: Buffer.from(signature.publicKey, 'base64'), format: 'der', type: 'spki' });
    if (own.asymmetricKeyType !== 'ed25519') return { state: 'bad' };
  } catch {
    return { state: 'bad' };
  }
  if (key !== null && !spki(key).equals(spki(own))) {
    return { state: 'wrong-key', fingerprint: fingerprint(own), wanted: fingerprint(key) };
  }
  const { value, ...rest } = signature;
  const text = Buffer.from(canonicalJson({ ...manifest, signature: rest }));
  return verify(null, text, key ?? own, Buffer.from(value, 'base64'))
    ? { state: 'good', fingerprint: fingerprint(own), trusted: key !== null }
    : { state: 'bad' };
}

function isBase64(text: string): boolean {
  return Buffer.from(text, 'base64').toString('base64') === text;
}

function spki(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' }) as Buffer;
}

function ed25519(path: string, read: () => KeyObject, what: string, command: string): KeyObject {
  let key: KeyObject | null = null;
  try {
    key = read();
  } catch {
    // Said below, together with keys of other kinds.
  }
  if (key?.asymmetricKeyType === 'ed25519') return key;
  const found = key === null ? '' : ` but one of type ${key.asymmetricKeyType}`;
  throw new AdreachError('usage', `${path} is not ${what} for Ed25519 in PEM${found}`, `make one with "${command}"`);
}

async function readKeyFile(path: string): Promise<string> {
  try {
    return readSmallFile(path, 'key', MAX_KEY_FILE).toString('utf8');
  } catch (error) {
    if (error instanceof AdreachError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new AdreachError('file', `cannot read the key ${path}: ${code ?? message}`, undefined, { cause: error });
  }
}
