/** Made when somebody asks first, and once. What failed is tried again by whoever asks next. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    if (made) return made
    const attempt = make()
    made = attempt
    attempt.catch(() => {
      if (made === attempt) made = undefined
    })
    return attempt
  }
}

/** All that can be asked of it is answered later. */
type AnswersLater<T> = { [Name in keyof T]: T[Name] extends (...given: never[]) => Promise<unknown> ? T[Name] : never }

/**
 * Stands for something whose code is loaded with the first question to it, so that a program which is asked for something else need
 * not wait for it to be read. It is handed on as it is: spread, it would be nothing but what is known before.
 * @param known what can be said of it before
 */
export function whenAsked<T extends AnswersLater<Omit<T, Known>> & Pick<T, Known>, Known extends keyof T = never>(
  load: () => Promise<T>,
  known = {} as Pick<T, Known>,
): T {
  const loaded = once(load)
  const ask =
    (name: keyof T) =>
    async (...given: unknown[]) => {
      const there = await loaded()
      return (there[name] as (...given: unknown[]) => Promise<unknown>).apply(there, given)
    }
  return new Proxy(known, {
    get(_, name) {
      if (name in known) return Reflect.get(known, name)
      // Nobody waits for it by itself, nor makes text of it.
      return name === 'then' || typeof name === 'symbol' ? undefined : ask(name as keyof T)
    },
  }) as T
}
