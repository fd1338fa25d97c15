/** Lets others run before an atomic step, as a real store would; a test that wants to choose who runs next brings its own. */
export type Pause = () => Promise<void>

export const nextTurn: Pause = () => new Promise(resolve => setImmediate(resolve))
