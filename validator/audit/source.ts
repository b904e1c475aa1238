import type { SignedBody } from '../publish/signed-body.ts'

/** What came of asking for a body. */
export type Got =
  | { readonly tag: 'body'; readonly body: SignedBody }
  /** It does not exist there. */
  | { readonly tag: 'missing' }
  | {
      readonly tag: 'unreachable' | 'too-slow' | 'too-large' | 'refused'
      readonly detail: string
      /** Seconds or bytes. */
      readonly size: number
    }

/** Where the transcripts of one validator are: its server, or a folder in which they were saved. */
export interface Source {
  /** For people. */
  readonly name: string
  /** A body by its path, such as `/transcripts/12`. Whatever is wrong is a value, never an error. */
  get(path: string, maxBytes: number): Promise<Got>
}
