type Write = (what: object, message: string) => void

/** What is told goes out one after the other. @param plainly where the writer cannot be had: what is told is not lost, and hinders nobody */
export function createTelling(writer: () => Promise<Write>, plainly: Write) {
  let told: Promise<void> = Promise.resolve()
  return {
    tell(what: object, message: string): void {
      const write = async () => (await writer())(what, message)
      told = told.then(write).catch(error => plainly({ ...what, insteadOfLog: error }, message))
    },
    /** When all of it is written: a Lambda that answers before that is frozen with it. */
    allTold: (): Promise<void> => told,
  }
}
