/**
 * A string is looked at first, since `"arn:aws:s3:::a/*"` begins no comment. What is not closed ends with the line or the
 * text, so that no file makes this look twice at the same place.
 */
const stringOrComment =
  /("(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`(?:\\.|[^`\\])*`?)|\/\*[\s\S]*?(?:\*\/|$)|(^|\s)(?:\/\/|#).*/g

/** Code as it counts, in any of the languages of apps. */
export const withoutComments = (code: string): string =>
  code.replaceAll(stringOrComment, (_, string?: string, before?: string) => string ?? before ?? ' ')
