import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { concat, equalBytes, utf8 } from '../bytes.ts'
import { AppError, messageOf } from '../errors.ts'
import { toFloats, toLittleEndian } from '../model/tensor.ts'
import { countClasses, type LabelledRows } from './labelled-rows.ts'

/**
 * File layout, all numbers little-endian u32: magic, rows, width, length of the names; then the class names as JSON
 * padded with spaces to a multiple of 4, the features as float32, and the labels.
 */
const MAGIC = utf8('MERITHO1')
const HEADER_BYTES = 20
const MAX_NAMES_BYTES = 16_777_216

/**
 * Writes rows for validators to draw tasks from, readable by the owner alone: who reads them knows every answer.
 * The file appears whole or not at all.
 */
export async function writeHeldOut(path: string, rows: LabelledRows): Promise<void> {
  const json = JSON.stringify(rows.classNames)
  const names = utf8(json + ' '.repeat((4 - (utf8(json).length % 4)) % 4))
  const numbers = Buffer.alloc(HEADER_BYTES - MAGIC.length)
  numbers.writeUInt32LE(rows.labels.length, 0)
  numbers.writeUInt32LE(rows.width, 4)
  numbers.writeUInt32LE(names.length, 8)
  const labels = Buffer.alloc(rows.labels.length * 4)
  rows.labels.forEach((label, index) => {
    labels.writeUInt32LE(label, index * 4)
  })
  const draft = `${path}.${process.pid}.tmp`
  // A left-over draft would keep its own mode.
  await rm(draft, { force: true })
  const bytes = concat(MAGIC, numbers, names, toLittleEndian(rows.features), labels)
  await writeFile(draft, bytes, { mode: 0o600, flag: 'wx' })
  await rename(draft, path)
}

/**
 * Reads what `writeHeldOut` wrote.
 * @throws AppError `no-held-out` when the file cannot be read, `malformed` when it is anything else.
 */
export async function readHeldOut(path: string): Promise<LabelledRows> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(path)
  } catch (error) {
    throw new AppError('no-held-out', `held-out file ${path} cannot be read: ${messageOf(error)}`, {}, error)
  }
  return parseHeldOut(bytes, path)
}

const classNames = z.array(z.string()).min(2)

/** @throws AppError `malformed`. */
export function parseHeldOut(bytes: Uint8Array, source: string): LabelledRows {
  const malformed = (found: string): AppError =>
    new AppError('malformed', `${source} is no held-out file: ${found}; valid is a file written by "npm run models"`)

  if (bytes.length < HEADER_BYTES || !equalBytes(bytes.subarray(0, MAGIC.length), MAGIC))
    throw malformed('wrong header')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const rows = view.getUint32(8, true)
  const width = view.getUint32(12, true)
  const namesBytes = view.getUint32(16, true)
  // Compared before anything is allocated. Products of u32 are exact or too large to equal a file's length.
  const expected = HEADER_BYTES + namesBytes + rows * width * 4 + rows * 4
  if (rows === 0 || width === 0 || namesBytes > MAX_NAMES_BYTES || namesBytes % 4 !== 0 || bytes.length !== expected)
    throw malformed(`${rows} rows of ${width} features take ${expected} bytes, found ${bytes.length}`)

  const names = classNames.safeParse(parseJson(bytes.subarray(HEADER_BYTES, HEADER_BYTES + namesBytes)))
  if (!names.success) throw malformed('class names are no list of two strings or more')
  const featuresEnd = HEADER_BYTES + namesBytes + rows * width * 4
  const features = toFloats(bytes.subarray(HEADER_BYTES + namesBytes, featuresEnd))
  if (!features.every(Number.isFinite)) throw malformed('a feature is not a finite number')
  const labels = Uint32Array.from({ length: rows }, (_, index) => view.getUint32(featuresEnd + index * 4, true))
  if (labels.some((label) => label >= names.data.length)) throw malformed('a label names no class')
  const result = { features, width, labels, classNames: names.data }
  if (countClasses(result).some((count) => count === 0)) throw malformed('a class has no row')
  return result
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
