/** When the library cannot deploy: the CDK that the repository installed, on a named assembly. */
export const ownDeployCommand = (assemblyDir: string): string[] => [
  ...['npx', '--no-install', 'cdk', 'deploy', '--app', assemblyDir, '--all'],
  ...['--require-approval', 'never', '--progress', 'events', '--ci', '--no-notices'],
]

/** Used when the library cannot read the assembly to see which values of the account it lacks. */
export const ownSynthCommand = (outDir: string): string[] => [
  ...['npx', '--no-install', 'cdk', 'synth', '--output', outDir, '--quiet', '--ci', '--no-notices'],
]
