import { execFileSync } from 'node:child_process'

/** The start of a command that alone sees a file system of so many megabytes at `folder`. @throws Error that tells how to make it possible */
export const smallDisk = (folder: string, megabytes: number): string[] =>
  within('mount -t tmpfs -o "size=$1" tmpfs "$0" && shift && exec "$@"', folder, `${megabytes}m`)

/** The start of a command that alone can only read a file. @throws as smallDisk */
export const readOnly = (file: string): string[] =>
  within('mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"', file)

function within(script: string, ...args: string[]): string[] {
  const spaces = process.getuid?.() === 0 ? ['--mount'] : ['--user', '--map-root-user', '--mount']
  const command = ['unshare', ...spaces, 'sh', '-c', script, ...args]
  try {
    execFileSync(command[0] ?? '', [...command.slice(1), 'true'], { stdio: 'pipe' })
    return command
  } catch (cause) {
    throw new Error(
      'This test needs mounts of its own: run it as root, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1), with util-linux installed (apt-get install util-linux mount).',
      { cause },
    )
  }
}
