import { struct, unit } from '../../../shared/scale/compound.ts'

/** The data of an extension that puts nothing into the extrinsic: a type with a name and no bytes. */
export const emptyExtra = (...path: readonly string[]) => struct(path, {})

/** For extensions that sign nothing besides their data. */
export const nothingImplied = { additional: unit, implicit: () => undefined }
