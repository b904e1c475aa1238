import { describe, expect, test } from 'vitest'
import { dispatchError, toDispatchError } from '../../../chain/frame/dispatch-error.ts'
import { type DispatchFault, DispatchFaultError, defineErrors } from '../../../chain/frame/error.ts'
import { AppError } from '../../../shared/errors.ts'
import { decode, encode } from '../../../shared/scale/type.ts'

const errors = defineErrors('Demo', { Wrong: [7, 'Something is wrong.'] })
const indexOf = () => 40

describe('dispatch errors', () => {
  test('a pallet’s error carries the pallet’s index and its own in the first of four bytes', () => {
    const wire = toDispatchError(errors.Wrong.make('5 where 4 was expected'), indexOf)!
    expect(encode(dispatchError, wire)).toEqual(Uint8Array.of(3, 40, 7, 0, 0, 0))
  })

  // Indices of polkadot-sdk's sp_runtime.
  test.each([
    [{ tag: 'Other' }, [0]],
    [{ tag: 'CannotLookup' }, [1]],
    [{ tag: 'BadOrigin' }, [2]],
    [{ tag: 'ConsumerRemaining' }, [4]],
    [{ tag: 'NoProviders' }, [5]],
    [{ tag: 'TooManyConsumers' }, [6]],
    [{ tag: 'Exhausted' }, [10]],
    [{ tag: 'Corruption' }, [11]],
    [{ tag: 'Unavailable' }, [12]],
    [{ tag: 'RootNotAllowed' }, [13]],
    [{ tag: 'Token', error: 'FundsUnavailable' }, [7, 0]],
    [{ tag: 'Token', error: 'OnlyProvider' }, [7, 1]],
    [{ tag: 'Token', error: 'BelowMinimum' }, [7, 2]],
    [{ tag: 'Token', error: 'CannotCreate' }, [7, 3]],
    [{ tag: 'Token', error: 'UnknownAsset' }, [7, 4]],
    [{ tag: 'Token', error: 'Frozen' }, [7, 5]],
    [{ tag: 'Token', error: 'Unsupported' }, [7, 6]],
    [{ tag: 'Token', error: 'CannotCreateHold' }, [7, 7]],
    [{ tag: 'Token', error: 'NotExpendable' }, [7, 8]],
    [{ tag: 'Token', error: 'Blocked' }, [7, 9]],
    [{ tag: 'Arithmetic', error: 'Underflow' }, [8, 0]],
    [{ tag: 'Arithmetic', error: 'Overflow' }, [8, 1]],
    [{ tag: 'Arithmetic', error: 'DivisionByZero' }, [8, 2]],
  ] satisfies [DispatchFault, number[]][])('%j is written as %j', (fault, bytes) => {
    const wire = toDispatchError(new DispatchFaultError(fault), indexOf)!
    expect([...encode(dispatchError, wire)]).toEqual(bytes)
    expect(decode(dispatchError, Uint8Array.from(bytes))).toEqual(wire)
  })

  test('a number that does not fit counts as overflow', () => {
    expect(toDispatchError(new AppError('out-of-range', '2^64'), indexOf)).toEqual({
      tag: 'Arithmetic',
      value: [{ tag: 'Overflow' }],
    })
  })

  test('anything else is no dispatch error', () => {
    expect(toDispatchError(new TypeError('bug'), indexOf)).toBeUndefined()
    expect(toDispatchError('text', indexOf)).toBeUndefined()
    expect(toDispatchError(new AppError('unknown-block', ''), indexOf)).toBeUndefined()
  })
})
