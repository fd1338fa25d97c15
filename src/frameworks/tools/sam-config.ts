import { parse } from 'smol-toml'
import { z } from 'zod'

const Parameters = z.looseObject({
  stack_name: z.string().optional(),
  s3_bucket: z.string().optional(),
  region: z.string().optional().catch(undefined),
  resolve_s3: z.boolean().optional(),
  use_container: z.boolean().optional(),
  profile: z.string().optional(),
  parameter_overrides: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .catch(undefined),
  tags: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .catch(undefined),
})
export type SamParameters = z.infer<typeof Parameters>
const Command = z
  .looseObject({ parameters: Parameters.optional().catch(undefined) })
  .optional()
  .catch(undefined)
const Config = z.record(
  z.string(),
  z.looseObject({ global: Command, deploy: Command, build: Command, delete: Command }).catch({}),
)
export type SamConfig = z.infer<typeof Config>

/** What a section says of a command, and of all of them. */
export const sectionOf = (config: SamConfig, name: string, command: 'deploy' | 'build'): SamParameters => ({
  ...config[name]?.global?.parameters,
  ...config[name]?.[command]?.parameters,
})

/** Undefined: it is not valid TOML. */
export function readSamConfig(text: string | undefined): SamConfig | undefined {
  try {
    const { version: _, ...config } = parse(text ?? '')
    return Config.parse(config)
  } catch {
    return undefined
  }
}
