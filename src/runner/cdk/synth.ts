import { lchown, mkdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type AssemblyFiles, loadAssembly, missingContext, stacksOf } from '../../frameworks/cdk/assembly.ts'
import { ownSynthCommand } from '../../frameworks/cdk/commands.ts'
import { isObject, type Json } from '../../frameworks/cdk/json.ts'
import { synthMessage, validationMessage } from '../../frameworks/cdk/synth-error.ts'
import { letAppReadContext } from './context-file.ts'
import { checkLinks, readInside } from './inside.ts'
import { keptFile } from './kept.ts'
import { lackingPackages } from './lacking-packages.ts'
import { fail } from './link.ts'
import { otherProcessors } from './processors.ts'
import type { SynthRequest, SynthResult, UserCommand } from './requests.ts'
import type { Session } from './session.ts'

/** Runs the user's app in its sandbox, as often as it asks for values of the account, and leaves the assembly in `outDir`. */
export async function synth(session: Session, request: SynthRequest): Promise<SynthResult> {
  const { appDir, outDir } = request
  if (request.build !== null)
    await run(session, 'build', { appDir, command: { kind: 'script', script: request.build }, env: {} })
  const { MemoryContext, StackSelectionStrategy } = await import('@aws-cdk/toolkit-lib')
  const toolkit = await session.toolkit()
  session.report = ''
  await rm(outDir, { recursive: true, force: true })
  await mkdir(outDir, { recursive: true })
  // Of whom the folder is that it lies in: the app, which writes it, may be another user than this worker.
  const { uid, gid } = await stat(dirname(outDir))
  await lchown(outDir, uid, gid)
  // Not the toolkit's own store: it would follow links and write into the checkout.
  const context = new MemoryContext({ ...request.context, ...(await storedContext(appDir)) })
  const before = JSON.stringify(await context.read())
  const source = await toolkit.fromAssemblyBuilder(
    async ({ env }) => {
      await letAppReadContext(env, { uid, gid })
      await run(session, 'app', { appDir, command: { kind: 'script', script: request.app }, env })
      await rm(join(outDir, keptFile), { force: true })
      await checkLinks(outDir)
      return { directory: outDir } as never
    },
    { outdir: outDir, contextStore: context, clobberEnv: false, disposeOutdir: false },
  )
  const stacks = { strategy: StackSelectionStrategy.ALL_STACKS }
  await toolkit.synth(source, { stacks }).then(
    assembly => assembly.dispose(),
    error => newerAssembly(session, request, error),
  )
  if (JSON.stringify(await context.read()) !== before)
    session.link.say('Values of the account were looked up. Commit cdk.context.json to keep them the same next time.')
  const files = await load(outDir)
  for (const one of await otherProcessors(outDir, files)) session.link.say(one)
  return { stacks: stacksOf(files).map(stack => stack.name), lacking: await lackingPackages(outDir, files, appDir) }
}

const load = (folder: string): Promise<AssemblyFiles> => loadAssembly(path => readInside(folder, path))

/** An assembly newer than the library reads is whole unless the app asked for values of the account. */
async function newerAssembly(session: Session, { appDir, outDir }: SynthRequest, error: unknown): Promise<void> {
  if (!(error instanceof Error && error.name === 'AssemblyVersionMismatch')) {
    // The error itself says only that there was something.
    const complaint = validationMessage(session.report)
    throw complaint === undefined ? error : fail('synth_failed', null, complaint)
  }
  if (missingContext(await load(outDir)).length === 0) return
  await run(session, 'own-cdk', { appDir, command: { kind: 'argv', argv: ownSynthCommand(outDir) }, env: {} })
  await rm(join(outDir, keptFile), { force: true })
  await checkLinks(outDir)
}

async function storedContext(appDir: string): Promise<Record<string, Json>> {
  const text = await readInside(appDir, 'cdk.context.json')
  if (text === undefined) return {}
  try {
    const stored = JSON.parse(text) as Json
    return isObject(stored) ? stored : {}
  } catch {
    throw fail('synth_failed', null, 'cdk.context.json is not JSON.')
  }
}

async function run(
  session: Session,
  purpose: UserCommand['purpose'],
  { appDir, command, env }: { appDir: string; command: UserCommand['command']; env: Record<string, string> },
): Promise<void> {
  const cloudCredentials = purpose === 'own-cdk'
  const outcome = await session.link.ask({
    about: 'run',
    command: { purpose, command, cwd: appDir, env, cloudCredentials },
  })
  if (outcome?.exitCode === 0) return
  const said = command.kind === 'script' ? command.script : command.argv.join(' ')
  throw fail('synth_failed', null, synthMessage(said, outcome?.exitCode ?? null, outcome?.tail ?? []))
}
