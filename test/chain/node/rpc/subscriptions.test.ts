import { describe, expect, test } from 'vitest'
import { defineSubscription, noParams } from '../../../../chain/node/rpc/define-method.ts'
import { newSubscriptionId } from '../../../../chain/node/rpc/subscription-id.ts'
import { apiWith, useRpc } from '../../../support/rpc-server.ts'

const start = useRpc()

describe('subscriptions', () => {
  const failing = defineSubscription({
    name: 'test_subscribe',
    unsubscribe: 'test_unsubscribe',
    notification: 'test_event',
    docs: 'Sends one event, then fails.',
    params: noParams,
    open: async function* () {
      yield 1
      throw new TypeError('stream broke')
    },
  })

  test('an error inside a stream comes as params.error and ends it', async () => {
    const client = await (await start({ api: apiWith(failing) })).connect()
    const id = await client.ok('test_subscribe')
    expect(await client.notification()).toMatchObject({ subscription: id, result: 1 })
    expect(await client.notification()).toMatchObject({
      subscription: id,
      error: { code: -32603, data: 'stream broke' },
    })
    expect(await client.ok('test_unsubscribe', id)).toBe(false)
  })

  test('an id is stopped only by its own kind and on its own connection', async () => {
    const rpc = await start()
    const [one, two] = [await rpc.connect(), await rpc.connect()]
    const id = await one.ok('chain_subscribeNewHeads')
    await one.notification()
    expect(await one.ok('state_unsubscribeStorage', id)).toBe(false)
    expect(await two.ok('chain_unsubscribeNewHeads', id)).toBe(false)
    expect(await one.ok('chain_unsubscribeNewHeads', id)).toBe(true)
  })

  test('subscriptions of one connection are limited, and ended ones make room', async () => {
    const client = await (await start({ limits: { maxSubscriptionsPerConnection: 2 } })).connect()
    const first = await client.ok('chain_subscribeAllHeads')
    await client.notification()
    await client.ok('chain_subscribeAllHeads')
    await client.notification()
    expect(await client.fail('chain_subscribeAllHeads')).toMatchObject({ code: -32006 })
    await client.ok('chain_unsubscribeAllHeads', first)
    await client.ok('chain_subscribeAllHeads')
    await client.notification()
  })

  test('they end when the client leaves', async () => {
    const ended = Promise.withResolvers<void>()
    const waiting = defineSubscription({
      name: 'test_subscribe',
      unsubscribe: 'test_unsubscribe',
      notification: 'test_event',
      docs: 'Waits.',
      params: noParams,
      open: async function* (_node, { signal }) {
        yield 1
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
        ended.resolve()
      },
    })
    const client = await (await start({ api: apiWith(waiting) })).connect()
    await client.ok('test_subscribe')
    await client.notification()
    client.socket.terminate()
    await ended.promise
  })

  test('ids are 16 alphanumerics from the random bytes given', () => {
    let next = 0
    const counting = (length: number) => Uint8Array.from({ length }, () => next++ % 256)
    expect(newSubscriptionId(counting)).toBe('ABCDEFGHIJKLMNOP')
    next = 246
    expect(newSubscriptionId(counting)).toBe('89ABCDEFGHIJKLMN')
  })
})
