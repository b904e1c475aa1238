import { concat, utf8 } from '../bytes.ts'

/**
 * What is hashed or signed of several parts: the domain, then every part behind its length (u32, little-endian), the
 * domain too. So no two lists of parts give the same bytes, and bytes of one domain mean nothing in another.
 */
export const framed = (domain: string, ...parts: readonly Uint8Array[]): Uint8Array =>
  concat(...[utf8(domain), ...parts].flatMap((part) => [lengthOf(part), part]))

function lengthOf(part: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, part.length, true)
  return bytes
}
