const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const LENGTH = 16
/** Bytes from here on would make the first letters likelier. */
const FAIR_BELOW = 256 - (256 % ALPHABET.length)

/** Random bytes; injected, so that tests can fix them. */
export type RandomBytes = (length: number) => Uint8Array

/** 16 random alphanumeric characters, the form of Substrate's subscription ids. */
export function newSubscriptionId(randomBytes: RandomBytes): string {
  let id = ''
  while (id.length < LENGTH)
    for (const byte of randomBytes(LENGTH))
      if (byte < FAIR_BELOW && id.length < LENGTH) id += ALPHABET[byte % ALPHABET.length]
  return id
}
