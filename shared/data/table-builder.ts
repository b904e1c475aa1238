import { AppError } from '../errors.ts'
import type { LabelledRows } from './labelled-rows.ts'

/** A data file: rows of numbers, each of one class, with the names of the columns. */
export interface Table extends LabelledRows {
  readonly featureNames: readonly string[]
}

/** Most feature values that are loaded: 512 MiB of float32. */
export const MAX_TABLE_VALUES = 134_217_728
/** Most classes: more means that the label column holds measurements, not classes. */
export const MAX_CLASSES = 1000

/** Collects rows. Values stand in the order of the columns that it was made for. */
export interface TableBuilder {
  /**
   * Adds a row.
   * @throws AppError `ragged-row`, `not-a-number`, `empty-label`, `too-many-classes` or `data-too-large`.
   */
  add(values: readonly unknown[]): void
  /** @throws AppError `empty-data` without rows, `one-class` with one class only. */
  finish(): Table
}

/**
 * Starts a table from the column names.
 * @throws AppError `missing-label-column` listing the columns, `duplicate-column`, `no-features`.
 */
export function createTableBuilder(columns: readonly string[], label: string): TableBuilder {
  const labelAt = columns.indexOf(label)
  if (labelAt < 0)
    throw new AppError(
      'missing-label-column',
      `there is no column ${JSON.stringify(label)}; name the label column with --label, found: ${listSome(columns)}`,
    )
  const twice = columns.find((name, index) => columns.indexOf(name) !== index)
  if (twice !== undefined)
    throw new AppError(
      'duplicate-column',
      `column ${JSON.stringify(twice)} stands in the header twice; names must be unique`,
    )
  const featureNames = columns.filter((_, index) => index !== labelAt)
  const width = featureNames.length
  if (width === 0)
    throw new AppError(
      'no-features',
      `there is only the label column ${JSON.stringify(label)}; give columns of numbers`,
    )

  let features = new Float32Array(width * 256)
  let rows = 0
  const labels: number[] = []
  const classes = new Map<string, number>()

  const toClass = (value: unknown): number => {
    const name = typeof value === 'object' || value === undefined ? '' : String(value).trim()
    if (name === '') throw new AppError('empty-label', `row ${rows + 1} has no label; every row needs one`)
    const known = classes.get(name)
    if (known !== undefined) return known
    if (classes.size === MAX_CLASSES)
      throw new AppError(
        'too-many-classes',
        `column ${JSON.stringify(label)} holds more than ${MAX_CLASSES} different values; valid is a column of classes`,
      )
    classes.set(name, classes.size)
    return classes.size - 1
  }

  return {
    add(values) {
      if (values.length !== columns.length)
        throw new AppError(
          'ragged-row',
          `row ${rows + 1} has ${values.length} values; the header has ${columns.length} columns`,
        )
      if ((rows + 1) * width > MAX_TABLE_VALUES)
        throw new AppError(
          'data-too-large',
          `the data holds more than ${MAX_TABLE_VALUES} numbers, found in row ${rows + 1}; give fewer rows`,
        )
      if ((rows + 1) * width > features.length) {
        const larger = new Float32Array(Math.min(MAX_TABLE_VALUES, features.length * 2))
        larger.set(features)
        features = larger
      }
      let to = rows * width
      for (let column = 0; column < values.length; column++) {
        if (column === labelAt) continue
        const value = toNumber(values[column])
        if (value === undefined) throw notANumber(values[column], rows + 1, columns[column])
        features[to++] = value
      }
      labels.push(toClass(values[labelAt]))
      rows++
    },

    finish() {
      if (rows === 0) throw new AppError('empty-data', 'the data has no rows after the header')
      const [only] = classes.keys()
      if (classes.size < 2)
        throw new AppError(
          'one-class',
          `every one of the ${rows} rows is of class ${JSON.stringify(only)}; valid are two classes or more`,
        )
      const classNames = sortNames([...classes.keys()])
      const order = new Map(classNames.map((name, index) => [classes.get(name), index]))
      return {
        features: features.slice(0, rows * width),
        width,
        labels: Uint32Array.from(labels, (found) => order.get(found) ?? 0),
        classNames,
        featureNames,
      }
    },
  }
}

/** A number that float32 can hold, or `undefined`. */
function toNumber(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() === '') return undefined
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const number = Math.fround(Number(value))
  return Number.isFinite(number) ? number : undefined
}

function notANumber(value: unknown, row: number, column: string | undefined): AppError {
  const found = (JSON.stringify(value) ?? String(value)).slice(0, 60)
  return new AppError(
    'not-a-number',
    `row ${row}, column ${JSON.stringify(column)} holds ${found}; every column but the label holds finite numbers`,
  )
}

/** By value when all are numbers, so that class 10 comes after class 9, else by code unit. */
function sortNames(names: readonly string[]): string[] {
  const areNumbers = names.every((name) => Number.isFinite(Number(name)))
  return names.toSorted((a, b) => {
    const difference = areNumbers ? Number(a) - Number(b) : 0
    if (difference !== 0 || a === b) return difference
    return a < b ? -1 : 1
  })
}

/** Names for a message, the first twenty of many. */
function listSome(names: readonly string[]): string {
  const shown = names.slice(0, 20).join(', ')
  return names.length > 20 ? `${shown} and ${names.length - 20} more` : shown
}
