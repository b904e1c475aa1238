import { describe, expect, test } from 'vitest'
import { type CrewSettings, commandOf } from '../../../chain/devnet/crew.ts'
import type { ValidatorPlan } from '../../../chain/devnet/plan.ts'
import { netUid } from '../../../shared/units.ts'

const validator: ValidatorPlan = { role: 'validator', name: 'validator-1', stakeRao: 1n }

const settings: CrewSettings = {
  netuid: netUid(2),
  chainUrl: 'ws://127.0.0.1:1',
  folder: {
    root: '/run',
    wallets: '/run/wallets',
    databases: '/run/databases',
    logs: '/run/logs',
    models: '/run/models',
    dispose: async () => {},
  },
  ladder: { models: [], mechanism: 'glyphs', heldOutFile: undefined, freshFile: undefined },
  roundBlocks: 4,
  deadlineMs: 2_000,
  commitBy: 'timelock',
  registeredModels: undefined,
  publishes: false,
  validatorFlags: [],
  hotkeyOf: () => {
    throw new Error('nobody is named')
  },
}

describe('commandOf', () => {
  test('further flags of validators come last, where they count', () => {
    const command = commandOf(validator, { ...settings, validatorFlags: ['--difficulty', '0.1'] })
    expect(command?.args.slice(-2)).toEqual(['--difficulty', '0.1'])
    expect(command?.args.slice(0, 3)).toEqual(['run', '--netuid', '2'])
  })

  test('a validator that copies is told so', () => {
    expect(commandOf(validator, settings)?.args).not.toContain('--copy-weights')
    expect(commandOf({ ...validator, copies: true }, settings)?.args).toContain('--copy-weights')
  })

  test('a miner gets none of them', () => {
    const miner = { role: 'miner', name: 'miner-1', serves: { tag: 'model', label: 'm', file: '/m.onnx' } } as const
    const command = commandOf(miner, { ...settings, validatorFlags: ['--difficulty', '0.1'] })
    expect(command?.program).toBe('miner')
    expect(command?.args).not.toContain('--difficulty')
  })

  test('one that is offline has no process', () => {
    expect(commandOf({ role: 'miner', name: 'miner-2', serves: { tag: 'offline' } }, settings)).toBeUndefined()
  })
})
