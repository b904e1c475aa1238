import { concat } from '../shared/bytes.ts'
import { AppError, messageOf } from '../shared/errors.ts'

/** A request or a response. */
type Message = Pick<Request, 'headers' | 'body' | 'arrayBuffer'>

/**
 * Bytes of a body, never more than `maxBytes` of them in memory.
 * @throws AppError `body-too-large`, or `body-broken` when the connection ends before the body.
 */
export async function readBody(message: Message, maxBytes: number): Promise<Uint8Array> {
  const declared = message.headers.get('content-length')
  if (declared !== null && Number(declared) > maxBytes) throw tooLarge(maxBytes)
  try {
    // HTTP ends a body at its declared length, so this reads no more than that, and without a stream in between; what
    // `fetch` unpacks may grow a thousandfold.
    const isWhole = declared !== null && !message.headers.has('content-encoding')
    if (isWhole) return checked(new Uint8Array(await message.arrayBuffer()), maxBytes)
    return message.body === null ? new Uint8Array() : await readStream(message.body, maxBytes)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('body-broken', `the body ended early: ${messageOf(error)}`, {}, error)
  }
}

/** Bytes that a body will take at most: those declared, or all that is valid. */
export function bodyBytes(message: Pick<Message, 'headers'>, maxBytes: number): number {
  const declared = Number(message.headers.get('content-length') ?? maxBytes)
  return declared >= 0 && declared <= maxBytes ? declared : maxBytes
}

async function readStream(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    length += chunk.length
    if (length > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return concat(...chunks)
}

function checked(body: Uint8Array, maxBytes: number): Uint8Array {
  if (body.length > maxBytes) throw tooLarge(maxBytes)
  return body
}

const tooLarge = (maxBytes: number) =>
  new AppError('body-too-large', `the body is larger than ${maxBytes} bytes; ask for fewer tasks at once`)
