/** Key files: for signing and verifying manifests (PEM), and for pseudonyms. */
import { readFileSync } from 'node:fs';
import { readOrCreateKey } from '../../../src/pseudonymize/index.js';
import {
  checkSignature,
  fingerprint,
  readSigningKey,
  readVerificationKey,
  signManifest,
} from '../../../src/report/manifest/keys.js';
import type { UnsignedManifest } from '../../../src/result/manifest.js';
import { type KeyPair, keyPair } from '../inputs/keys.js';
import { type Outcome, type ParserTarget, promised, type Variant } from '../parser-target.js';
import type { Files } from './files.js';

const MANIFEST = { schema: 'adreach/manifest/v1', inputs: [], outputs: [] } as unknown as UnsignedManifest;

export function keyTargets(files: Files): readonly ParserTarget[] {
  const pairs = ['one', 'two', 'three'].map(keyPair);
  const pseudonyms = pairs.map(({ privateKey }, n) => {
    const hex = Buffer.from(privateKey.export({ format: 'der', type: 'pkcs8' }))
      .subarray(-32)
      .toString('hex');
    return Buffer.from(n === 0 ? hex : `${n === 1 ? hex.toUpperCase() : hex}\n`);
  });
  const pairOf = ({ index }: Variant): KeyPair => pairs[index]!;
  return [
    {
      name: 'key-signing',
      costly: 0.2,
      inputs: pairs.map(({ privatePem }) => privatePem),
      async run(variant): Promise<Outcome> {
        const key = await readSigningKey(files.write('fuzz.pem', variant.bytes));
        const signed = signManifest(MANIFEST, key);
        promised(checkSignature(signed, null).state === 'good', () => 'what the key signs is not well signed');
        const trusted = checkSignature(signed, pairOf(variant).publicKey).state;
        const same = key.equals(pairOf(variant).privateKey);
        promised(trusted === (same ? 'good' : 'wrong-key'), () => `signed by another key: ${trusted}`);
        if (variant.damage === 'cut') promised(same, () => 'a key that was cut off is another key');
        return 'accepted';
      },
    },
    {
      name: 'key-verification',
      costly: 0.2,
      inputs: pairs.map(({ publicPem }) => publicPem),
      async run(variant): Promise<Outcome> {
        const { publicKey, privateKey } = pairOf(variant);
        const key = await readVerificationKey(files.write('fuzz.pem', variant.bytes));
        const { state } = checkSignature(signManifest(MANIFEST, privateKey), key);
        const same = fingerprint(key) === fingerprint(publicKey);
        promised(state === (same ? 'good' : 'wrong-key'), () => `the signature of another key: ${state}`);
        if (variant.damage === 'cut') promised(same, () => 'a key that was cut off is another key');
        return 'accepted';
      },
    },
    {
      name: 'key-pseudonyms',
      costly: 0.2,
      inputs: pseudonyms,
      async run(variant): Promise<Outcome> {
        const path = files.write('fuzz.key', variant.bytes);
        const { key, created } = await readOrCreateKey(path);
        promised(!created && readFileSync(path).equals(variant.bytes), () => 'a key file was written over');
        const text = variant.bytes.toString('utf8').trim();
        promised(
          key.length === 32 && key.toString('hex') === text.toLowerCase(),
          () => 'another key than stands there',
        );
        return 'accepted';
      },
    },
  ];
}
