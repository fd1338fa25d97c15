import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Says what the step has, in the words of the AWS tools; nothing secret stands in it. */
const script = `#!/bin/sh
printf '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s"' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY"
[ -z "$AWS_SESSION_TOKEN" ] || printf ',"SessionToken":"%s"' "$AWS_SESSION_TOKEN"
printf '}\\n'
`

/**
 * Where a configuration names a profile, tools take no other credentials. In a build it stands for those of the step.
 * @param folder which no step can write: they could put a link in the place of a file
 */
export async function profileEnvironment(folder: string, profiles: readonly string[]): Promise<Record<string, string>> {
  if (profiles.length === 0) return {}
  const place = join(folder, 'profiles')
  await mkdir(place, { recursive: true, mode: 0o755 })
  const program = join(place, 'credentials')
  await writeFile(program, script, { mode: 0o755 })
  const section = (name: string) => (name === 'default' ? '[default]' : `[profile ${name}]`)
  const config = join(place, 'config')
  await writeFile(
    config,
    [...new Set(profiles)].map(name => `${section(name)}\ncredential_process = "${program}"\n`).join(''),
  )
  return { AWS_CONFIG_FILE: config }
}
