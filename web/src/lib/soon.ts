const longestMs = 100

/** Waits a little for what may come at once, so that no page is drawn without it first. Never fails: the page says why. */
export const soon = (asked: Promise<unknown>): Promise<unknown> =>
  Promise.race([asked.catch(() => undefined), new Promise(resolve => setTimeout(resolve, longestMs))])
