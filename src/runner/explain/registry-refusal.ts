import type { SentLine } from '../log/journal.ts'
import { plain } from './first-cause.ts'

/** How npm, pnpm, yarn, bun, pip and Poetry say that a registry let them in by no or by a wrong token. */
const refused =
  /^npm (error|ERR!) code E40[13]\b|\bERR_PNPM_FETCH_40[13]\b|\b(YN0041|YN0035)\b.*\b(40[13]|authentication|unauthorized|forbidden)|\b40[13]\b[^\d]*(client error|unauthori[sz]ed|forbidden|error, credentials)|(HTTP error|status code|response:?| -) 40[13]\b|authorization error|invalid authentication|incorrect or missing password/i
/** Many answer as if there was no such package. */
const notFound =
  /^npm (error|ERR!) code E404\b|\bERR_PNPM_FETCH_404\b|\bYN0035\b.*\b404\b|\b404\b[^\d]*(client error|not found)|- 404\b|no matching distribution found/i
/** Of what npm writes its code alone tells why it failed: the rest warns, or repeats what a script or `npm audit` said. */
const besideCode = /^npm (?!(error|ERR!) code )/
/** The registry gave all; what failed is a script of a package, whose downloads are its own, or something else that has a code of npm. */
const otherCause = /^npm (error|ERR!) code (?!E40[134]\b)|\bELIFECYCLE\b|\bYN0009\b/
/** A variable that is to be replaced and is not there. */
const unset = /failed to replace env in config: \$\{(\w+)|environment variable not found \((\w+)\)/i

export interface RegistryRefusal {
  line: number
  /** A part of a sentence. */
  said: string
}

/** @param unsetNames variables that the settings of the repository take a token from, and that the step does not have */
export function registryRefusal(
  lines: readonly SentLine[],
  unsetNames: readonly string[],
): RegistryRefusal | undefined {
  const texts = lines.map(({ text }) => plain(text))
  if (texts.some(text => otherCause.test(text))) return undefined
  // The last one: what failed before was tried again.
  const find = (pattern: RegExp, but?: RegExp) =>
    lines[texts.findLastIndex(text => pattern.test(text) && !but?.test(text))]
  const found =
    find(refused, besideCode) ?? (unsetNames.length > 0 ? (find(notFound, besideCode) ?? find(unset)) : undefined)
  return found && { line: found.line, said: plain(found.text).trim().slice(0, 500) }
}

/** yarn since 2 does nothing at all, a script of the app included, where a variable of its settings is not there. */
const unsetInYarn = /environment variable not found \((\w+)\)/i

/** How to mend that in the steps that have no business with the token. Undefined: it is something else. */
export function yarnLacks(lines: readonly SentLine[]): string | undefined {
  const name = lines.map(({ text }) => unsetInYarn.exec(plain(text))?.[1]).find(Boolean)
  return (
    name &&
    `Write \`\${${name}-}\` in .yarnrc.yml: yarn reads it in every step, and so it may be absent where the token is limited to the install step.`
  )
}

/** Names of the variables in a package manager's settings: `${NAME}`, with yarn `${NAME-}`, and not `${NAME:-otherwise}`, which is never absent. */
export const variablesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\$\{([A-Za-z_]\w*)(?:\?|:?-)?\}/g)].map(([, name = '']) => name)),
]
