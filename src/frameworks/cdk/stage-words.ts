/** What stages are called, those of one meaning in a row. */
const production = ['prod', 'production', 'prd', 'live']
/** One for whatever is not production. */
const others = ['nonprod', 'nonproduction', 'nonprd']
const meanings = [
  ['dev', 'develop', 'development'],
  production,
  others,
  ['preprod', 'preproduction', 'preprd'],
  ['stag', 'staging', 'stg', 'stage'],
  ['test', 'testing'],
  ['qa'],
  ['uat'],
  ['local'],
  ['sandbox'],
]

/** `stage` alone is rather the name of a key. */
export const stageWord = meanings
  .flat()
  .filter(word => word !== 'stage')
  .join('|')

const meaningOf = (word: string): number => meanings.findIndex(words => words.includes(word))

export const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, (_, small = '', capital = '', last = '') =>
      last === '' ? `${small}-${capital}` : `${last}-`,
    )
    // `non-prod` and `PreProd` are no production.
    .replace(/(?<![a-z])(non|pre)[^a-z0-9]+(?=pro?d)/gi, '$1')
    .split(/[^a-zA-Z0-9]+/)
    .map(word => word.toLowerCase())

/** Whether a stage is another than that of an environment: `prod` is for `production-eu`, and anything for `blue` alone. */
export function isOtherStage(stage: string, environment: string, isOnly: boolean): boolean {
  const words = wordsOf(environment)
  if (words.includes(stage.toLowerCase())) return false
  const known = (all: readonly string[]) => all.filter(word => meaningOf(word) >= 0)
  const [here, there] = [known(words), known(wordsOf(stage))]
  if (there.some(one => others.includes(one))) return here.some(one => production.includes(one))
  return !there.some(one => here.some(other => isSame(one, other))) && (here.length > 0 || !isOnly)
}

function isSame(one: string, other: string): boolean {
  return others.includes(other) ? !production.includes(one) : meaningOf(one) === meaningOf(other)
}

/** Two names that differ by the stage alone, such as `Api-dev` and `Api-prod`. */
export function twoStages(names: readonly string[]): [string, string] | undefined {
  for (const [at, one] of names.entries())
    for (const other of names.slice(at + 1)) if (differByStage(wordsOf(one), wordsOf(other))) return [one, other]
  return undefined
}

/** Beside a stage, where nothing else differs, these are stages, too. */
const besides = ['alpha', 'beta', 'gamma', 'acc', 'int', 'sit']

function differByStage(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false
  const different = one.flatMap((word, at) => (word === other[at] ? [] : [[word, other[at] ?? ''] as const]))
  const [pair] = different
  if (!pair || different.length > 1) return false
  const meant = pair.map(meaningOf).filter(meaning => meaning >= 0)
  return new Set(meant).size === 2 || (meant.length === 1 && pair.some(word => besides.includes(word)))
}

/** At the end of a name these are nothing else; at its beginning, `dev-tools` and `ProductionLine` are; in its midst, `data-staging-copy`. */
const [atEnd, atBeginning, anywhere] = [
  /^(dev|develop|development|prod|production|prd|nonprod|staging|stg|qa|uat)$/,
  /^staging$/,
  /^(prod|prd|stg)$/,
]
/** A word that is hardly anything but a stage, wherever it stands by itself. */
export const isStageWord = (word: string): boolean => atEnd.test(word)

/** What follows a stage: `prod-eu-west-1`, `ProdEuWest1`, `prod-2`. */
const placeWord = /^(\d+|us|eu|ap|sa|ca|me|af|il|mx|gov|(north|south|east|west|central)+\d?)$/

/** The stage that a stack's name says, such as that of `Api-prod`, `ApiProdStack` and `prod-Api`. Undefined: none. */
function stageIn(name: string): string | undefined {
  const words = wordsOf(name).filter(word => word !== 'stack')
  const [first = ''] = words
  const last = words.findLast(word => !placeWord.test(word)) ?? ''
  return atEnd.test(last) ? last : atBeginning.test(first) ? first : words.find(word => anywhere.test(word))
}

/** A stack that by its name is of another stage, where none is of this one. */
export function ofOtherStage(names: readonly string[], environment: string, isOnly: boolean): string | undefined {
  const said = names.filter(name => stageIn(name) !== undefined)
  const isOther = (name: string) => isOtherStage(stageIn(name) ?? '', environment, isOnly)
  return said.every(isOther) ? said[0] : undefined
}
