import { spawn } from 'node:child_process'
import type { CommandOutcome, UserCommand } from '../../../src/runner/cdk/requests.ts'
import { environmentForTests } from '../../support/emulator.ts'

const isCloud = (name: string): boolean => name.startsWith('AWS_')

/** Runs what the worker asks for as the supervisor does, without a sandbox; `more` reaches it except what it may not have. */
export function runCommand(asked: UserCommand, more: Record<string, string>): Promise<CommandOutcome> {
  const { command, cwd, cloudCredentials } = asked
  const [file = '', ...args] = command.kind === 'argv' ? command.argv : ['sh', '-c', command.script]
  const allowed = Object.fromEntries(Object.entries(more).filter(([name]) => cloudCredentials || !isCloud(name)))
  const child = spawn(file, args, { cwd, env: { ...environmentForTests(), ...asked.env, ...allowed } })
  const tail: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => tail.push(...text.split('\n')))
  }
  return new Promise(resolve => child.on('close', exitCode => resolve({ exitCode, tail: tail.slice(-400) })))
}
