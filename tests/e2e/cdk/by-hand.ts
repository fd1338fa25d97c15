import { execFile } from 'node:child_process'
import { cp, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation'
import type { RunningMinistack } from '../../../src/emulator/ministack.ts'
import { clientConfig, cloudEnvironment, environmentForTests } from '../../support/emulator.ts'

/** What people do and see without Trellis. */
export class ByHand {
  emulator!: RunningMinistack
  /** A folder that ends with the test. */
  root!: string
  /** The apps and their packages (see workspace.ts). */
  apps!: string

  /** Stacks that stand, by name; asked of the emulator, never of the worker. */
  async stacks(): Promise<Map<string, Stack>> {
    const { Stacks } = await new CloudFormationClient(clientConfig(this.emulator)).send(new DescribeStacksCommand())
    const standing = (Stacks ?? []).filter(
      stack => stack.StackStatus !== 'DELETE_COMPLETE' && stack.StackName !== 'CDKToolkit',
    )
    return new Map(standing.map(stack => [stack.StackName ?? '', stack]))
  }

  /** As people deployed before they had Trellis. */
  async deployByHand(assembly: string): Promise<void> {
    const cdk = join(this.apps, 'node_modules', '.bin', 'cdk')
    const args = ['deploy', '--app', await this.copy(assembly), '--all', '--require-approval', 'never', '--no-notices']
    await promisify(execFile)(cdk, args, { env: { ...environmentForTests(), ...cloudEnvironment(this.emulator) } })
  }

  async deleteByHand(name: string): Promise<void> {
    await new CloudFormationClient(clientConfig(this.emulator)).send(new DeleteStackCommand({ StackName: name }))
  }

  async copy(folder: string): Promise<string> {
    const target = join(await mkdtemp(join(this.root, 'copy-')), 'cdk.out')
    await cp(folder, target, { recursive: true, verbatimSymlinks: true })
    return target
  }
}
