/** Base64 as LDIF has it (RFC 2849 `base64-value-spec`, RFC 4648 section 4), decoded strictly. */

/**
 * @param text ASCII bytes, without line breaks
 * @returns the decoded bytes; null where the text is no base64 (wrong characters, padding or length)
 */
export function decodeBase64(text: Buffer): Buffer | null {
  const { length } = text;
  if (length % 4 !== 0) return null;
  if (length === 0) return Buffer.alloc(0);
  const padding = text[length - 1] !== 0x3d ? 0 : text[length - 2] !== 0x3d ? 1 : 2;
  const characters = text.toString('latin1', 0, length);
  const decoded = Buffer.from(characters, 'base64');
  // Node passes over characters that are not base64, which shows in the length, and takes the URL alphabet too.
  if (decoded.length !== (length / 4) * 3 - padding) return null;
  return characters.includes('-') || characters.includes('_') ? null : decoded;
}
