import { z } from 'zod'

const Block = z.record(z.string(), z.unknown())
/** In JSON a block may stand alone or in a list. */
const Blocks = z.union([z.array(Block), Block.transform(one => [one])])
const Configuration = z.object({ terraform: Blocks })

/** Whether a file configures a place for the state that outlasts a build, in Terraform's own language or in JSON. */
export const keepsState = (file: string, text: string): boolean =>
  file.endsWith('.json') ? keptByJson(text) : keptByBlocks(text)

/** The one is a file in the checkout, the other the memory of a process. */
const outlasts = (backend: string): boolean => backend !== 'local' && backend !== 'inmem'

function keptByJson(text: string): boolean {
  const settings = Configuration.safeParse(parsed(text)).data?.terraform ?? []
  return settings.some(({ backend, cloud }) => {
    const named = (Blocks.safeParse(backend).data ?? []).flatMap(Object.keys).filter(name => name !== '//')
    return named.some(outlasts) || Blocks.safeParse(cloud).data?.length
  })
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
function keptByBlocks(text: string): boolean {
  const within: string[] = []
  let head: string[] = []
  for (const [part] of text.matchAll(token)) {
    if (/^(?:#|\/[/*])/.test(part)) continue
    if (part === '{') {
      const block = head.join(' ')
      const backend = /^backend "?([\w-]+)"?$/.exec(block)?.[1]
      if (within.length === 1 && within[0] === 'terraform' && (block === 'cloud' || (backend && outlasts(backend))))
        return true
      within.push(block)
    } else if (part === '}') within.pop()
    if (/^[{}\n]$/.test(part)) head = []
    else head.push(part)
  }
  return false
}
