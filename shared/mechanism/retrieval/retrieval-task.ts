import type { RowTask } from '../rows/asking.ts'
import { DIMENSIONS } from './relevance-map.ts'

/** Documents of a task. */
export const DOCUMENTS = 12
/** Place in an answer that stands for "none of the documents", after theirs. */
export const NONE = DOCUMENTS
/** Numbers in an answer: one for each document, and one for none. */
export const ANSWERS = DOCUMENTS + 1
/** Values of a row: the query, then document after document. */
export const RETRIEVAL_WIDTH = (1 + DOCUMENTS) * DIMENSIONS

/** A query with its documents. What is relevant never leaves the validator. */
export interface RetrievalTask extends RowTask {
  /** Relevant documents by index; empty where there is none. */
  readonly relevant: readonly number[]
  /** Correlation of a relevant document with the place that the map gives the query, from 0 to 1: how little noise there is. */
  readonly correlation: number
}

/** The query of a row. */
export const queryOf = (inputs: Float32Array): Float32Array => inputs.subarray(0, DIMENSIONS)

/** A document of a row. */
export const documentOf = (inputs: Float32Array, index: number): Float32Array =>
  inputs.subarray((1 + index) * DIMENSIONS, (2 + index) * DIMENSIONS)

/** What an answer should have ranked first: the relevant documents, or "none". */
export const wantedOf = ({ relevant }: Pick<RetrievalTask, 'relevant'>): readonly number[] =>
  relevant.length === 0 ? [NONE] : relevant
