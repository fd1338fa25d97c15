import type { Folder } from '../folder.ts'
import { withoutComments } from '../without-comments.ts'
import { type FixedStage, hasStageWord, stageKey, stageVariable } from './fixed-stage.ts'
import { stageWord } from './stage-words.ts'
import type { SynthCommand } from './synth-command.ts'

const quoted = String.raw`['"\x60](${stageWord})['"\x60]`
const or = String.raw`\s*(?:\?\?|\|\||\bor\b)\s*`
/** What is asked in between: `tryGetContext('env') ??`. */
const between = String.raw`(?:${or}[\w.$()'"[\]-]+)*?`

/** Each has the name of the variable, then the stage. */
const ofVariable = [
  String.raw`process\.env(?:\.|\[['"])(${stageVariable})\b(?:['"]\])?(?:\??\.\w+\(\))*${between}${or}${quoted}`,
  String.raw`process\.env\.(${stageVariable})\s*\?\s*process\.env\.\1\s*:\s*${quoted}`,
  String.raw`\{[^{}]*\b(${stageVariable})\s*(?::\s*\w+\s*)?=\s*${quoted}[^{}]*\}\s*=\s*process\.env\b`,
  String.raw`os\.(?:environ\.get|getenv)\(\s*['"](${stageVariable})['"]\s*,\s*${quoted}`,
  String.raw`os\.(?:environ\.get|getenv)\(\s*['"](${stageVariable})['"]\s*\)${between}${or}${quoted}`,
].map(text => new RegExp(text))
const ofContext = new RegExp(
  String.raw`(?:tryGetContext|try_get_context)\(\s*['"]([\w:-]+)['"]\s*\)${between}${or}${quoted}`,
)
const asksElse = new RegExp(
  String.raw`process\.argv|sys\.argv|argparse|(?:tryGetContext|try_get_context|getContext|get_context)\(|(?:process\.env(?:\.|\[['"])|os\.(?:environ(?:\.get\(|\[)|getenv\()\s*['"])${stageVariable}\b`,
)
/** At the top of the file: further in it may hold for one branch of several. */
const written = new RegExp(
  String.raw`^(?:(?:export\s+)?(?:const|let|var)\s+)?(${stageKey})\s*(?::[^=\n]+)?=\s*${quoted}\s*;?\s*$`,
  'im',
)
/** Stages of API Gateway are called `prod` by themselves. */
const ofGateway = /deployOptions|deploy_options|StageOptions|(?:Http|WebSocket)Stage|apigateway/i

/** The stage that the file which the app begins with falls back to, or says outright. Undefined: it has another way to be told. */
export async function stageInCode(
  folder: Folder,
  command: SynthCommand,
  context: Readonly<Record<string, unknown>>,
): Promise<FixedStage | undefined> {
  const [file] = command.text.split(/[\s;&|]+/).filter(word => /\.(?:[mc]?[jt]s|py)$/.test(word))
  if (file === undefined || file.startsWith('/') || file.split('/').includes('..')) return undefined
  const text = withoutCasts(withoutComments((await folder.read(file.replace(/^\.\//, ''))) ?? ''))
  // Its variables stand in a file.
  if (text.includes('dotenv')) return undefined
  return byVariable(text, file, command.text) ?? byContext(text, file, command.text, context) ?? outright(text, file)
}

function byVariable(text: string, file: string, command: string): FixedStage | undefined {
  const [, variable, stage] = ofVariable.map(pattern => pattern.exec(text)).find(Boolean) ?? []
  if (variable === undefined || stage === undefined || command.includes(`${variable}=`)) return undefined
  return {
    told: `${file} takes its stage from the variable ${variable}, else \`${stage}\``,
    stage,
    variable,
    where: file,
  }
}

function byContext(
  text: string,
  file: string,
  command: string,
  context: Readonly<Record<string, unknown>>,
): FixedStage | undefined {
  const [, key, stage] = ofContext.exec(text) ?? []
  if (key === undefined || stage === undefined || !hasStageWord(key)) return undefined
  if (key in context || command.includes(`${key}=`) || command.includes(`${key} `)) return undefined
  return {
    told: `${file} takes its stage from the context \`${key}\`, which nobody gives, else \`${stage}\``,
    stage,
    where: file,
  }
}

function outright(text: string, file: string): FixedStage | undefined {
  const [, name, stage] = written.exec(text) ?? []
  if (name === undefined || stage === undefined || asksElse.test(text)) return undefined
  if (/stage/i.test(name) && ofGateway.test(text)) return undefined
  const count = (after: string) => [...text.matchAll(new RegExp(String.raw`\b${name}\b${after}`, 'g'))].length
  // Said twice it is not settled, and what nobody reads does no harm.
  if (count(String.raw`\s*(?::[^=\n]+)?=(?![=>])`) > 1 || count('') < 2) return undefined
  return { told: `${file} says that \`${name}\` is \`${stage}\``, stage, where: file }
}

const type = String.raw`(?:[A-Za-z_$][\w$.]*(?:<[^<>()]*>)?(?:\[\])*|'[^'\n]*'|"[^"\n]*")`
const cast = new RegExp(String.raw`\s+(?:as|satisfies)\s+${type}(?:\s*\|(?!\|)\s*${type})*`, 'g')

/** `(process.env.STAGE as Stage) ?? ('prod' as const)` is `process.env.STAGE ?? 'prod'`. */
const withoutCasts = (text: string): string =>
  text
    .replaceAll(cast, '')
    .replaceAll(/(process\.env(?:\.\w+|\[['"]\w+['"]\]))!(?!=)/g, '$1')
    // The parentheses of a call stay.
    .replaceAll(
      /(?<![\w$\])])\(\s*(process\.env(?:\.\w+|\[['"]\w+['"]\])|[\w.]+\(\s*['"][\w:-]+['"]\s*\)|['"][\w-]+['"])\s*\)(?!\s*=>)/g,
      '$1',
    )
