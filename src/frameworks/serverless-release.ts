import { type Folder, wants } from './folder.ts'
import { majorOf, rangeOf } from './packages/wanted.ts'
import { joinPath } from './reader.ts'

const programs = ['osls', 'serverless'] as const

/** A release that package.json names. */
export interface Named {
  program: (typeof programs)[number]
  /** The name under which package.json wants it: mostly its own. */
  as: string
  major: number
  range: string
  /** Why Trellis does not deploy with it, though its own commands can. */
  problem?: string
}
/** Which deploys it cannot be known, so nothing does: the generations differ too much to guess. */
export interface Unknown {
  problem: string
  /** What is to be done about it. */
  mend: string
}

export const unnamed: Unknown = {
  problem:
    'package.json names neither serverless nor osls among its devDependencies, so which of them deploys it is unknown',
  mend: 'Put that which deployed it so far among the devDependencies of package.json, such as serverless ^3.40.0 or osls ^3.60.0, and commit it with the lockfile.',
}

/** Which of Serverless Framework and its fork, and which generation: the nearest package.json that names one decides. */
export async function releaseOf(start: Folder): Promise<Named | Unknown> {
  for (let folder: Folder | undefined = start; folder; folder = await folder.up()) {
    const here = folder
    if (here.names.has('package.json') && !here.packageJson)
      return {
        problem: `${joinPath(here.path, 'package.json')} is not valid JSON`,
        mend: 'Mend it: npm cannot read it either.',
      }
    const named = programs.filter(program => wants(here, program) !== undefined)
    const [program] = named
    if (named.length > 1)
      return {
        problem: 'package.json wants both osls and serverless, so which of them deploys it is unknown',
        mend: 'Take the one that does not deploy it out of package.json, and commit that with the lockfile.',
      }
    if (program !== undefined) return await namedBy(here, program)
  }
  return unnamed
}

async function namedBy(folder: Folder, name: Named['program']): Promise<Named | Unknown> {
  const said = wants(folder, name) ?? ''
  const wanted = (await rangeOf(folder, name)) ?? said
  // Under the name of the one may stand the other, `npm:osls@^4.3.1`: its programs are those of what it is.
  const alias = /^npm:(.+?)(?:@([^@]*))?$/.exec(wanted)
  const program = alias ? programs.find(each => each === alias[1]) : name
  if (program === undefined)
    return {
      problem: `package.json wants ${name} "${wanted}", which is another package`,
      mend: `Write the release of serverless or osls that deployed it so far there, such as "^3.40.0", and commit it with the lockfile.`,
    }
  const range = alias?.[2] ?? (alias ? '*' : wanted)
  const major = majorOf(range)
  if (major === undefined)
    return {
      problem: `package.json wants ${program} "${range}", which ${range.startsWith('catalog:') ? 'no catalog, or more than one, explains' : 'leaves its major version open'}`,
      mend: `Write the release that deployed it so far there, such as "^3.40.0", and commit it with the lockfile.`,
    }
  const named = { program, as: name, major, range }
  if (major < 3) return { ...named, problem: `package.json wants ${program} ${range}; 3 and later can be deployed` }
  if (program === 'serverless' && major > 4) return { ...named, problem: `serverless ${major} is not known yet` }
  return named
}
