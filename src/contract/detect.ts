import { z } from 'zod'

export const FrameworkName = z.enum([
  'cdk',
  'serverless',
  'sst2',
  'sst3',
  'sam',
  'architect',
  'amplify',
  'pulumi',
  'terraform',
  'chalice',
  'custom',
])
export type FrameworkName = z.infer<typeof FrameworkName>

export const PackageManager = z.enum(['npm', 'pnpm', 'yarn', 'bun', 'pip', 'poetry', 'none'])
export type PackageManager = z.infer<typeof PackageManager>

export const DetectedApp = z.object({
  path: z.string(),
  framework: FrameworkName,
  supported: z.boolean(),
  packageManager: PackageManager,
  test: z.string().nullable(),
  reasons: z.array(z.string()),
})
export type DetectedApp = z.infer<typeof DetectedApp>

export const Detection = z.object({
  apps: z.array(DetectedApp),
  ambiguous: z.array(z.object({ path: z.string(), frameworks: z.array(FrameworkName), why: z.string() })),
})
export type Detection = z.infer<typeof Detection>
