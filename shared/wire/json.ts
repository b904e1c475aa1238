import { AppError, messageOf } from '../errors.ts'
import { MAX_JSON_DEPTH } from './limits.ts'

const decoder = new TextDecoder('utf-8', { fatal: true })

/**
 * Value of a JSON body. The depth is counted before anything is built, since deep nesting is cheap to send and dear to
 * walk.
 * @throws AppError `malformed-json` for anything but UTF-8 JSON, `json-too-deep`.
 */
export function parseJson(body: Uint8Array, maxDepth: number = MAX_JSON_DEPTH): unknown {
  try {
    const text = decoder.decode(body)
    checkDepth(text, maxDepth)
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('malformed-json', `the body is no JSON: ${messageOf(error)}`, { bytes: body.length }, error)
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Counts open brackets outside strings; what is no valid JSON is left to the real parser. */
function checkDepth(text: string, maxDepth: number): void {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) i = endOfString(text, i)
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > maxDepth)
        throw new AppError('json-too-deep', `the body nests deeper than ${maxDepth} arrays and objects`)
    } else if (code === 0x5d || code === 0x7d) depth--
  }
}

/** Index of the quote that closes the string opened at `open`, or the end of the text. */
function endOfString(text: string, open: number): number {
  for (let from = open + 1; ; ) {
    const close = text.indexOf('"', from)
    if (close === -1) return text.length
    let slashes = 0
    while (text.charCodeAt(close - 1 - slashes) === BACKSLASH) slashes++
    if (slashes % 2 === 0) return close
    from = close + 1
  }
}
