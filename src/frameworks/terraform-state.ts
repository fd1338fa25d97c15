import { z } from 'zod'

const Block = z.record(z.string(), z.unknown())
/** In JSON a block may stand alone or in a list. */
const Blocks = z.union([z.array(Block), Block.transform(one => [one])])
const Configuration = z.object({ terraform: Blocks })

/** A place for the state that outlasts a build. */
export interface State {
  /** `cloud`, or the backend's name. */
  kind: string
  /** What stands in its block, without comments: in Terraform's own language or as JSON. */
  settings: string
}

/** What a file configures, in Terraform's own language or in JSON. */
export const stateIn = (file: string, text: string): State | undefined =>
  file.endsWith('.json') ? inJson(text) : inBlocks(text)

/** The one is a file in the checkout, the other the memory of a process. */
const outlasts = (backend: string): boolean => backend !== 'local' && backend !== 'inmem'

function inJson(text: string): State | undefined {
  const named = (Configuration.safeParse(parsed(text)).data?.terraform ?? []).flatMap(({ backend, cloud }) => [
    ...(Blocks.safeParse(backend).data ?? [])
      .flatMap(Object.entries)
      .filter(([name]) => name !== '//' && outlasts(name)),
    ...(Blocks.safeParse(cloud).data ?? []).map(one => ['cloud', one] as const),
  ])
  return named.map(([kind, settings]) => ({ kind, settings: JSON.stringify(settings) }))[0]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const string = /"(?:\\.|[$%]\{(?:[^{}"\n]|"[^"\n]{0,200}"){0,200}\}|[$%](?!\{)|[^"\\\n$%])*"?/.source
const heredoc = /<<-?(\w+)\r?\n(?:(?![ \t]*\1[\r\n]).*\n)*/.source
const comment = /\/\*[\s\S]*?(?:\*\/|$)|(?:#|\/\/).*/.source
const token = new RegExp([string, heredoc, comment, String.raw`[\w-]+|[^ \t\r]`].join('|'), 'g')

/**
 * By the heads of the blocks alone: `backend "s3" {` directly in `terraform {`. The parsers of HCL on npm are Go in WebAssembly
 * of several megabytes, or no longer kept.
 */
function inBlocks(text: string): State | undefined {
  const within: string[] = []
  let head: string[] = []
  let found: { kind: string; parts: string[] } | undefined
  for (const [part] of text.matchAll(token)) {
    if (/^(?:#|\/[/*])/.test(part)) continue
    if (part === '{') {
      const kind = within.length === 1 && within[0] === 'terraform' ? kindOf(head.join(' ')) : undefined
      if (kind !== undefined) found = { kind, parts: [] }
      within.push(head.join(' '))
    } else if (part === '}') {
      within.pop()
      if (found && within.length === 1) break
    }
    found?.parts.push(part)
    if (/^[{}\n]$/.test(part)) head = []
    else head.push(part)
  }
  return found && { kind: found.kind, settings: found.parts.join(' ') }
}

/** @param head of a block directly in `terraform` */
function kindOf(head: string): string | undefined {
  const backend = /^backend "?([\w-]+)"?$/.exec(head)?.[1]
  if (backend !== undefined) return outlasts(backend) ? backend : undefined
  return head === 'cloud' ? head : undefined
}
