import type { Folder } from '../folder.ts'
import { withoutComments } from '../without-comments.ts'

/** What a configuration that is code says outright. What it makes up by running is not known here. */

/** The name of the service. Undefined: it is made up, or more than one is there. */
export function serviceInCode(code: string): string | undefined {
  const names = [...withoutComments(code).matchAll(/\bservice['"]?\s*[:=]\s*(['"`])([\w-]+)\1/g)].map(found => found[2])
  return new Set(names).size === 1 ? names[0] : undefined
}

/** Objects that hold something for each stage; deeper than this they are of something else. */
const perStage = /(?<![.\w$])['"]?(?:params|stages)['"]?\s*(?::\s*[\w.<>,\s[\]'"]+?)?[:=]\s*\{/g
const deepest = 2
/** `config.${stage}.json`, as text or as a template, of whatever reads it. */
const file =
  /[`'"]((?:\.{1,2}\/)*(?:[\w-]+\/)*)([\w.-]*)\$\{[^}`]*stage[^}`]*\}([\w.-]*\.(?:json|ya?ml|[mc]?[jt]s))[`'"]/gi

/** The stages for which it has parameters or settings, in itself or in files of their own. */
export async function stagesInCode(code: string, folder: Folder): Promise<string[]> {
  const text = withoutComments(code)
  const named = [...text.matchAll(perStage)]
    .filter(({ index }) => depthAt(text, index) <= deepest)
    .flatMap(({ 0: head, index }) => keysOf(text, index + head.length))
  const inFiles = await Promise.all(
    [...text.matchAll(file)].map(async ([, path = '', before = '', after = '']) => {
      const inner = path.replace(/^(?:\.\/)+/, '').replace(/\/$/, '')
      if (inner.startsWith('..')) return []
      return (await folder.list(inner === '' ? '.' : inner)).flatMap(name =>
        name.startsWith(before) && name.endsWith(after) && name.length > before.length + after.length
          ? name.slice(before.length, name.length - after.length)
          : [],
      )
    }),
  )
  return [...named, ...inFiles.flat()]
}

const string = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/y

function depthAt(text: string, end: number): number {
  let depth = 0
  for (const [at] of tokens(text, 0)) {
    if (at >= end) break
    if (text[at] === '{') depth++
    else if (text[at] === '}') depth--
  }
  return depth
}

/** The keys of an object whose values are objects themselves. @param start behind its brace */
function keysOf(text: string, start: number): string[] {
  const found: string[] = []
  let depth = 0
  let from = start
  for (const [at, end] of tokens(text, start)) {
    const part = text[at] ?? ''
    if (depth === 0 && part === '{') {
      const key = /(?:^|[,{\s])['"]?([\w-]+)['"]?\s*:\s*$/.exec(text.slice(from, at))?.[1]
      if (key !== undefined) found.push(key)
    }
    if (/[{[(]/.test(part)) depth++
    else if (/[}\])]/.test(part)) depth--
    if (depth < 0) break
    if (depth === 0 && (part === '}' || part === ',')) from = end
  }
  return found
}

/** What is no string, sign by sign. */
function* tokens(text: string, start: number): Generator<[at: number, end: number]> {
  for (let at = start; at < text.length; ) {
    string.lastIndex = at
    const quoted = /['"`]/.test(text[at] ?? '') ? string.exec(text) : null
    if (quoted) at = string.lastIndex
    else yield [at, ++at]
  }
}
