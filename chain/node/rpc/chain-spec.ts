import { toHex } from '../../../shared/bytes.ts'
import { defineMethod, noParams, type RpcEntry } from './define-method.ts'
import type { NodeIdentity } from './system.ts'

/** Name, genesis and properties of the chain, in the form of the new API. */
export const chainSpecMethods = ({ chain, properties }: NodeIdentity): readonly RpcEntry[] => [
  defineMethod({
    name: 'chainSpec_v1_chainName',
    docs: 'Name of the chain.',
    params: noParams,
    handle: () => chain,
  }),
  defineMethod({
    name: 'chainSpec_v1_genesisHash',
    docs: 'Hash of block 0.',
    params: noParams,
    handle: (node) => toHex(node.genesisHash),
  }),
  defineMethod({
    name: 'chainSpec_v1_properties',
    docs: 'Address prefix, decimals and symbol of the token.',
    params: noParams,
    handle: () => properties,
  }),
]
