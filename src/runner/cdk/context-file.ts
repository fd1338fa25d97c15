import { chmod, lchown } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Of the CDK: where the app finds the values of its context that are too many for its environment. */
const variable = 'CONTEXT_OVERFLOW_LOCATION_ENV'

/** The toolkit writes that file for its own user alone; an app that runs as another one may read it, and no more. */
export async function letAppReadContext(
  env: Readonly<Record<string, string>>,
  app: { readonly uid: number; readonly gid: number },
): Promise<void> {
  const file = env[variable]
  const own = process.getuid?.()
  if (file === undefined || own === undefined || app.uid === own) return
  for (const [path, mode] of [
    [file, 0o640],
    [dirname(file), 0o750],
  ] as const) {
    await lchown(path, own, app.gid)
    await chmod(path, mode)
  }
}
