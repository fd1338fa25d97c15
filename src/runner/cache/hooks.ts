export interface PackageFile {
  readonly scripts?: Record<string, string>
  readonly [field: string]: unknown
}

const beforeAndAfter = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare']

/** The scripts of a package that `npm ci` runs in it. */
export const installHooks = ({ scripts }: PackageFile): string[] => beforeAndAfter.filter(name => scripts?.[name])

/** Those to start so that all of them run, each once and in order: `npm run install` runs what stands before and after it. */
export function rootHooks(file: PackageFile): string[] {
  const all = installHooks(file)
  const covered = new Set<string>()
  for (const name of ['install', 'prepare']) {
    if (all.includes(name)) for (const around of [`pre${name}`, `post${name}`]) covered.add(around)
  }
  return all.filter(name => !covered.has(name))
}
