import { statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { Command } from 'commander'
import { type DetectedApp, type Detection, whyLeftOut } from '../../contract/detect.ts'
import { invalid } from '../cli-error.ts'
import { done, usage } from '../exit-code.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import type { Look } from '../terminal.ts'
import { symbols } from '../view/symbols.ts'
import { pairs } from '../view/table.ts'
import { plain } from '../view/text.ts'
import type { LookedAt } from '../world.ts'
import { drawMany, mostInFull } from './many-apps.ts'

export const detect = (shell: Shell): Command =>
  leaf('detect', 'What Trellis sees in a working tree, and would do with it', {
    examples: ['trellis detect', 'trellis detect ~/code/shop'],
    more: 'It needs no server, and runs nothing of what it finds. It ends with 2 when a deployment would be refused.',
  })
    .argument('[path]', 'Default: here')
    .action(async (path = '.') => {
      const folder = resolve(shell.world.cwd, path)
      if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
        throw invalid(`There is no folder ${folder}.`, 'Give the path of a working tree.')
      }
      const seen = await shell.world.powers.detect(folder)
      shell.exitCode = isDeployable(seen.detection) ? done : usage
      shell.show({ root: seen.root, ...seen.detection }, draw(seen, shell.world.cwd, shell.terminal.look))
    })

/** Something is, and nothing leaves open what is meant. */
const isDeployable = ({ apps, ambiguous }: Detection): boolean =>
  ambiguous.length === 0 && apps.some(app => app.supported && !app.problem)

function draw({ root, path: start, detection }: LookedAt, cwd: string, look: Look): string[] {
  const { apps, ambiguous, leftOut } = detection
  const { paint } = look
  const unclear = ambiguous.flatMap(({ path, frameworks, why }) => [
    `${paint('yellow', symbols.warning)} ${paint('bold', plain(path))}  could be ${frameworks.join(' or ')}: ${plain(why)}`,
    paint('dim', `  Choose with "framework:" in ${path === '.' ? '' : `${plain(path)}/`}trellis.yml`),
  ])
  const nothing = [
    `${symbols.quiet} Nothing in ${plain(join(root, start))} looks like a tool that Trellis knows.`,
    paint('dim', '  Folders down to the fifth level were looked at; name a deeper one: trellis detect FOLDER'),
    paint('dim', '  A trellis.yml with "deploy:" and "remove:" brings commands of your own.'),
  ]
  const fromHere = (path: string) => relative(cwd, join(root, path)) || '.'
  const blocks = [
    ...(apps.length > mostInFull ? drawMany(apps, fromHere, look) : apps.map(app => drawApp(app, look))),
    unclear,
    drawLeftOut(leftOut, fromHere, look),
  ].filter(block => block.length > 0)
  if (apps.length === 0 && ambiguous.length === 0) blocks.unshift(nothing)
  if (start !== '.')
    blocks.unshift([
      paint('dim', `Looked at ${plain(start)} of the repository ${plain(root)}; paths count from there.`),
    ])
  return blocks.flatMap((block, i) => (i > 0 ? ['', ...block] : block))
}

const mostLeftOut = 10

/** They may be what is meant, so they are not left out in silence. */
function drawLeftOut(leftOut: Detection['leftOut'], fromHere: (path: string) => string, { paint }: Look): string[] {
  const [first] = leftOut
  if (!first) return []
  const named = (of: Detection['leftOut']) => {
    const names = of.slice(0, mostLeftOut).map(({ path, frameworks }) => `${plain(path)} (${frameworks.join(' or ')})`)
    return `${names.join(', ')}${of.length > mostLeftOut ? ` and ${of.length - mostLeftOut} more` : ''}`
  }
  const reasons = Object.entries(whyLeftOut).map(
    ([why, words]) => [leftOut.filter(one => one.why === why), words] as const,
  )
  return [
    ...reasons.flatMap(([of, words]) =>
      of.length > 0 ? `${symbols.quiet} Left out, since ${words}: ${named(of)}` : [],
    ),
    paint('dim', `  To look at one: trellis detect ${plain(fromHere(first.path))}`),
    paint('dim', `  To deploy it: trellis app create NAME --repo REPOSITORY --path ${plain(first.path)}`),
  ]
}

function drawApp(app: DetectedApp, look: Look): string[] {
  const { path, framework, supported, choice, test, reasons, overrides, problem, warning, needs } = app
  const { paint } = look
  const sign = supported && !problem ? paint('green', symbols.good) : paint('red', symbols.failed)
  return [
    `${sign} ${paint('bold', plain(path))}  ${framework}${supported ? '' : choice ? ', if you say that it is meant' : ', which Trellis cannot deploy yet'}`,
    ...pairs(
      [
        ['Because', reasons.map(plain).join('; ')],
        ['Packages', `${app.packageManager}${asked(app.packageManagerVersion)}`],
        ...(app.node ? [['Node', asked(app.node).trim()] as const] : []),
        ['Tests', test ? short(test) : overrides.includes('test: false') ? 'none, as trellis.yml says' : 'none found'],
        ...overrides.map((text, at) => [at === 0 ? 'trellis.yml' : '', plain(text)] as const),
      ],
      look,
    ),
    ...(supported ? [] : toWrite(app).map(text => paint('dim', text))),
    ...(problem ? [`  ${paint('red', plain(problem))}`] : []),
    ...needs.map(need => `  ${paint('yellow', `${symbols.warning} ${plain(need)}`)}`),
    ...(warning ? [`  ${paint('yellow', `${symbols.warning} ${plain(warning)}`)}`] : []),
  ]
}

/** A version, and who asks for it. */
const asked = (wish: DetectedApp['node']): string => (wish ? ` ${plain(wish.version)} (${plain(wish.source)})` : '')

/** Of a script of several lines the first. */
function short(script: string): string {
  const [first = '', ...more] = script.trim().split('\n')
  return more.length > 0 ? `${plain(first)} … (${more.length + 1} lines)` : plain(first)
}

function toWrite({ path, suggestion, choice, mend }: DetectedApp): string[] {
  const text = choice ?? suggestion
  if (text === null) return mend === null ? [] : [`  ${plain(mend)}`]
  const lines = text.trimEnd().split('\n')
  const file = path === '.' ? 'trellis.yml' : `${plain(path)}/trellis.yml`
  return [
    `  ${choice ? 'If it may be' : 'Commands of your own can'}: write into ${file}`,
    ...lines.map(line => `    ${plain(line)}`),
  ]
}
