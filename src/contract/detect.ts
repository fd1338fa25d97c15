import { z } from 'zod'
import { BranchName, Commit, RepositoryPath } from './names.ts'

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

// Older servers do not say everything that this one does.
const orNothing = z.string().nullable().default(null)

const Asked = z.object({ version: z.string(), source: z.string() }).nullable().default(null)

export const DetectedApp = z.object({
  path: z.string(),
  framework: FrameworkName,
  supported: z.boolean(),
  packageManager: PackageManager,
  packageManagerVersion: Asked.describe(
    'Its version or range, and what says so. Null: that of the machine that builds',
  ),
  node: Asked.describe('The version or range of Node that is asked for, and what says so. Null: none in particular'),
  test: z.string().nullable(),
  reasons: z.array(z.string()),
  overrides: z.array(z.string()).describe('What trellis.yml says instead of what was found, `key: value` each'),
  problem: z.string().nullable().describe('Why a deployment would be refused although the tool is supported'),
  suggestion: orNothing.describe(
    'Where Trellis cannot deploy it yet: a trellis.yml with commands that do, ready to be pasted',
  ),
  mend: orNothing.describe('Where neither would do: what has to be done before it can be deployed'),
  choice: orNothing.describe(
    'Where Trellis cannot see whether it may deploy it: the trellis.yml that says so, ready to be pasted',
  ),
  needs: z
    .array(z.string())
    .default([])
    .describe('What must be there before a deployment of it starts, such as a container engine'),
  warning: z.string().nullable().describe('What will go wrong later, though it can be deployed'),
})
export type DetectedApp = z.infer<typeof DetectedApp>

/** Of what is left out, in words. */
export const whyLeftOut = {
  folder: 'their folders are named like examples or tests',
  placeholders: 'they hold placeholders, as templates do',
} as const

const WhyLeftOut = z
  .enum(['folder', 'placeholders'])
  .default('folder')
  .describe('It lies in a folder of examples, tests and the like, or holds placeholders that nobody has filled in')

export const Detection = z.object({
  apps: z.array(DetectedApp),
  ambiguous: z.array(z.object({ path: z.string(), frameworks: z.array(FrameworkName), why: z.string() })),
  leftOut: z
    .array(z.object({ path: z.string(), frameworks: z.array(FrameworkName), why: WhyLeftOut }))
    .describe('What looks like an app and is not taken for one: only looked at when its folder is named'),
})
export type Detection = z.infer<typeof Detection>

/** A look at a repository before an app is made of it. */
export const DetectRepository = z.strictObject({
  repository: z.string().min(1).max(2000).describe('A git URL or an absolute path on the server'),
  branch: BranchName.optional().describe('Default: its default branch'),
  path: RepositoryPath.default('.').describe('The folder to look at, with all below it'),
})
export type DetectRepository = z.input<typeof DetectRepository>

export const DetectedRepository = z.object({
  branch: z.string(),
  commit: Commit,
  branches: z.array(z.string()),
  detection: Detection,
})
export type DetectedRepository = z.infer<typeof DetectedRepository>
