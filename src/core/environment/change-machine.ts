import type { Environment } from '../../contract/app.ts'
import type { Machine } from '../../contract/machine.ts'
import { machineSizes, usualMachine } from '../../contract/machine-sizes.ts'
import { TrellisError } from '../errors.ts'

type Change = { [Key in keyof Machine]?: Machine[Key] | undefined }

/** What is named changes; memory that nobody named follows the processors. @throws TrellisError invalid_input */
export function changeMachine(before: Machine | null | undefined, change: Change): Machine {
  const named = Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  ) as Partial<Machine>
  const machine = { ...(before ?? usualMachine), ...named }
  const sizes: readonly number[] = machineSizes.find(({ cpu }) => cpu === machine.cpu)?.memory ?? []
  if (sizes.includes(machine.memory)) return machine
  const [least = 0] = sizes
  const most = sizes.at(-1) ?? 0
  if (named.memory === undefined)
    return { ...machine, memory: machine.memory < least ? least : nearest(sizes, machine.memory) }
  const step = (sizes[1] ?? most) - least
  throw new TrellisError(
    'invalid_input',
    `A machine of ${machine.cpu} vCPU cannot have ${machine.memory} GB.`,
    machine.cpu === 0.25
      ? 'It has 0.5, 1 or 2 GB.'
      : `It has ${least} to ${most} GB${step > 1 ? `, in steps of ${step}` : ', by the whole one'}.`,
  )
}

const nearest = (sizes: readonly number[], wish: number): number => sizes.findLast(size => size <= wish) ?? wish

/** What may be taken away in mid-build is nothing for what must not be left half-changed. @throws TrellisError invalid_input */
export function refuseProtectedSpot({ name, protected: isProtected, machine }: Environment): void {
  if (!isProtected || !machine?.spot) return
  throw new TrellisError(
    'invalid_input',
    `${name} is protected, so its machines cannot be Spot: AWS may take one away in mid-deploy.`,
    'Choose machines that stay (`--no-spot`), or lift its protection.',
  )
}

/** @throws TrellisError invalid_input */
export function refuseSizes(): never {
  throw new TrellisError(
    'invalid_input',
    'Builds run on the machine of the server here, which has one size.',
    'Sizes are for an installation in AWS. Here `trellis up --build-cpus … --build-memory …` limits what a build takes.',
  )
}
