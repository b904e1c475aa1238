import { AppError } from './errors.ts'

declare const brand: unique symbol
/** A value that only its constructor here can make. This file is the only place that casts to brands. */
export type Brand<T, B extends string> = T & { readonly [brand]: B }

/** Number of a subnet, u16. */
export type NetUid = Brand<number, 'NetUid'>
/** Slot of a neuron in a subnet, u16. */
export type Uid = Brand<number, 'Uid'>
/** SS58 text of a 32-byte account (prefix 42). `shared/crypto/ss58.ts` validates. */
export type Ss58 = Brand<string, 'Ss58'>
/** 10⁹ rao = 1 TAO. */
export type Rao = Brand<bigint, 'Rao'>

/** Largest u16: weights, incentives and other proportions of the chain are parts of it. */
export const U16_MAX = 65_535

function u16(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > U16_MAX)
    throw new AppError('out-of-range', `${name} ${value} is not valid; use a whole number from 0 to ${U16_MAX}`)
  return value
}

/** @throws AppError `out-of-range` when not a u16. */
export const netUid = (value: number): NetUid => u16('netuid', value) as NetUid
/** @throws AppError `out-of-range` when not a u16. */
export const uid = (value: number): Uid => u16('uid', value) as Uid
/** @throws AppError `out-of-range` when negative. */
export function rao(value: bigint): Rao {
  if (value < 0n) throw new AppError('out-of-range', `${value} rao is not valid; amounts are zero or more`)
  return value as Rao
}

export const RAO_PER_TAO = 1_000_000_000n

/** Decimal TAO text of an amount, trailing zeros cut: 1500000000n → "1.5". */
export function formatTao(amount: bigint): string {
  const sign = amount < 0n ? '-' : ''
  const abs = amount < 0n ? -amount : amount
  const fraction = (abs % RAO_PER_TAO).toString().padStart(9, '0').replace(/0+$/, '')
  return `${sign}${abs / RAO_PER_TAO}${fraction === '' ? '' : `.${fraction}`}`
}

/**
 * Rao of a decimal TAO text such as "1.5".
 * @throws AppError `malformed-amount` for anything but up to 9 decimals.
 */
export function parseTao(text: string): Rao {
  const match = /^(\d+)(?:\.(\d{1,9}))?$/.exec(text.trim())
  if (match === null)
    throw new AppError('malformed-amount', `${JSON.stringify(text)} is no amount of TAO; valid is e.g. 10 or 0.5`)
  return rao(BigInt(match[1] ?? '0') * RAO_PER_TAO + BigInt((match[2] ?? '').padEnd(9, '0')))
}

/** Share in [0, 1] of a u16 proportion (65 535 = 1). */
export const fromU16Proportion = (value: number): number => value / U16_MAX
