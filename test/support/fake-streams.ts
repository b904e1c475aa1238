import { Readable, Writable } from 'node:stream'

/** Standard streams of a pretended process. */
export function fakeStreams(stdin = '') {
  const collect = () => {
    let text = ''
    const stream = new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk)
        done()
      },
    })
    return { stream, text: () => text }
  }
  const out = collect()
  const error = collect()
  return {
    streams: { stdin: Readable.from([Buffer.from(stdin)]), stdout: out.stream, stderr: error.stream },
    stdoutText: out.text,
    stderrText: error.text,
  }
}
