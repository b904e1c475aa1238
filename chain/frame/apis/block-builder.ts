import { bytes, vec } from '../../../shared/scale/compound.ts'
import { Reader } from '../../../shared/scale/reader.ts'
import { applyExtrinsic } from '../apply.ts'
import { finalizeBlock } from '../block.ts'
import { header } from '../header.ts'
import {
  checkInherents,
  checkInherentsResult,
  inherentDataType,
  inherentExtrinsics,
  toInherentData,
} from '../inherents.ts'
import { apiMethod, defineApi } from '../runtime-api.ts'
import type { RuntimeTables } from '../tables.ts'
import { applyExtrinsicResult } from '../validity.ts'
import { blockType } from './core.ts'

/** `BlockBuilder`: making a block step by step, after `Core_initialize_block`. */
export const createBlockBuilderApi = (tables: RuntimeTables) =>
  defineApi({
    name: 'BlockBuilder',
    version: 6,
    docs: 'Making a block step by step.',
    methods: {
      apply_extrinsic: apiMethod({
        docs: 'Applies one extrinsic to the block under construction.',
        args: { extrinsic: tables.extrinsic.type },
        returns: applyExtrinsicResult,
        run: ({ state }, { extrinsic }) => applyExtrinsic(tables, state, tables.extrinsic.withLength(extrinsic)),
      }),
      finalize_block: apiMethod({
        docs: 'Ends the block and returns its header.',
        args: {},
        returns: header,
        run: ({ state }) => finalizeBlock(tables, state),
      }),
      inherent_extrinsics: apiMethod({
        docs: 'The extrinsics that the data of the author makes, to be applied first.',
        args: { inherent: inherentDataType },
        returns: vec(tables.extrinsic.type),
        run: ({ state }, { inherent }) =>
          inherentExtrinsics(tables, toInherentData(inherent), state).map(withoutLength),
      }),
      check_inherents: apiMethod({
        docs: 'Whether the inherents of a block agree with the data of the importing node.',
        args: { block: blockType(tables), data: inherentDataType },
        returns: checkInherentsResult,
        run: ({ state }, { block, data }) =>
          checkInherents(tables, block.extrinsics.map(tables.extrinsic.withLength), toInherentData(data), state),
      }),
    },
  })

const withoutLength = (extrinsic: Uint8Array): Uint8Array => bytes().read(new Reader(extrinsic))
