const lookAtLog = /(?:^|(?<=\. ))Look at the log of [^.]*\.|, or look at the log of [^.]*/g

/** What a hint says beside the log itself, which stands right below it, with a button to its line. */
export const hintAboveLog = (hint: string): string => hint.replaceAll(lookAtLog, '').trim()
