import { struct, unit, variant, vec } from '../../../shared/scale/compound.ts'
import { executeBlock, initializeBlock } from '../block.ts'
import { header } from '../header.ts'
import { apiMethod, defineApi } from '../runtime-api.ts'
import type { RuntimeTables } from '../tables.ts'
import { runtimeVersion } from '../version.ts'

/** `sp_runtime::ExtrinsicInclusionMode`: nothing keeps extrinsics out of a block of this runtime. */
const extrinsicInclusionMode = variant(['sp_runtime', 'ExtrinsicInclusionMode'], {
  AllExtrinsics: { index: 0 },
  OnlyInherents: { index: 1 },
})

/** A whole block as metadata describes it. */
export const blockType = (tables: RuntimeTables) => ({
  ...struct(['sp_runtime', 'generic', 'block', 'Block'], { header, extrinsics: vec(tables.extrinsic.type) }),
  params: [
    { name: 'Header', type: header },
    { name: 'Extrinsic', type: tables.extrinsic.type },
  ],
})

/** `Core`: the version, and running blocks. */
export const createCoreApi = (tables: RuntimeTables) =>
  defineApi({
    name: 'Core',
    version: 5,
    docs: 'What every runtime answers.',
    methods: {
      version: apiMethod({
        docs: 'The version of the runtime.',
        args: {},
        returns: runtimeVersion,
        run: () => tables.version,
      }),
      execute_block: apiMethod({
        docs: 'Runs a block and panics unless it ends as its header says.',
        args: { block: blockType(tables) },
        returns: unit,
        run: ({ state }, { block }) =>
          executeBlock(tables, state, block.header, block.extrinsics.map(tables.extrinsic.withLength)),
      }),
      initialize_block: apiMethod({
        docs: 'Begins a block whose header has parent, number and digest filled in.',
        args: { header },
        returns: extrinsicInclusionMode,
        run({ state }, { header: begun }) {
          initializeBlock(tables, state, begun)
          return { tag: 'AllExtrinsics' }
        },
      }),
    },
  })
