import type { InstallPlace } from '../world.ts'

/** The options that lead to an installation again, in a command that is told to people. */
export const optionsTo = ({ name, region, profile }: InstallPlace): string =>
  [
    ...(region ? [` --region ${region}`] : []),
    ...(profile ? [` --profile ${profile}`] : []),
    ...(name === 'trellis' ? [] : [` --name ${name}`]),
  ].join('')
