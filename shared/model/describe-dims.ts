import type { Port } from './model.ts'

/** Shape of a port as text, `?` for a free dimension: `[?, 256]`. */
export const describeDims = ({ dims }: Port): string => `[${dims.map((dim) => dim ?? '?').join(', ')}]`
