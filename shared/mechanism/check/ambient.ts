/** What a piece of work used of its surroundings: randomness or time that did not come in as an argument. */
export function watchAmbient(work: () => void): readonly string[] {
  const used = new Set<string>()
  const { random } = Math
  const PlainDate = globalThis.Date
  const { now } = performance
  Math.random = () => {
    used.add('Math.random')
    return random()
  }
  globalThis.Date = new Proxy(PlainDate, {
    apply(target, self, args) {
      used.add('the date of now')
      return Reflect.apply(target, self, args)
    },
    construct(target, args) {
      if (args.length === 0) used.add('the date of now')
      return Reflect.construct(target, args)
    },
    get(target, key) {
      if (key === 'now') used.add('Date.now')
      return Reflect.get(target, key)
    },
  })
  performance.now = () => {
    used.add('performance.now')
    return now.call(performance)
  }
  try {
    work()
  } finally {
    Math.random = random
    globalThis.Date = PlainDate
    performance.now = now
  }
  return [...used]
}
