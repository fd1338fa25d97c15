import { z } from 'zod'

export const IsolationName = z.enum(['auto', 'container', 'sandbox', 'process'])
export type IsolationName = z.infer<typeof IsolationName>

/** What one step may use; null: as much as there is. */
export const BuildLimits = z.object({
  memory: z.number().int().positive().nullable().describe('Bytes'),
  cpus: z.number().positive().nullable(),
  processes: z.number().int().positive().nullable(),
})
export type BuildLimits = z.infer<typeof BuildLimits>

/** What an engine is, as far as it decides how containers are made. */
export const EngineTraits = z.object({
  rootless: z.boolean().describe("It is the user's own: its root is that user"),
  selinux: z.boolean(),
  limitsSwap: z.boolean(),
})
export type EngineTraits = z.infer<typeof EngineTraits>

/** What is in an image, found out by starting it once. */
export const KnownImage = z.object({
  id: z.string(),
  engine: EngineTraits,
  node: z.string().describe('The version, without a v'),
  npm: z.string().nullable(),
})
export type KnownImage = z.infer<typeof KnownImage>

/** How containers are made for the steps of a build. */
export const ContainerSettings = z.object({
  socket: z.string().describe("Of the engine's API"),
  home: z.string().describe('What the containers are labelled with: several servers may share an engine'),
  image: z.string(),
  known: KnownImage.nullable().describe('What was found in it when the server started'),
  network: z.string().nullable().describe("The engine's name of it; null: what the engine gives by default"),
  limits: BuildLimits,
})
export type ContainerSettings = z.infer<typeof ContainerSettings>

/**
 * The one line of JSON that a runner reads from its standard input when it starts. It is the only way in which it is
 * told anything: arguments and environment variables can be read by other processes, a pipe cannot.
 */
export const RunnerStart = z.object({
  url: z.string().describe('Of the API, without a path'),
  deployment: z.string(),
  token: z.string().describe('The one-time job token'),
  isolation: IsolationName,
  containers: ContainerSettings.nullable().describe('Null where no container engine is used'),
  disk: z.number().nullable().describe('How many bytes its work folder may hold'),
  echo: z.boolean().optional().describe('Whether the log goes to standard output as well, for whoever keeps that'),
  alone: z.boolean().optional().describe('Whether the machine is there for this job alone, and ends with it'),
  work: z.string().describe('A folder of its own, made by the runner; whoever started it removes it'),
  node: z.string().describe("The Node that the user's steps run on"),
  hide: z.array(z.string()).describe("Folders that the user's steps must never see, such as the home of Trellis"),
})
export type RunnerStart = z.infer<typeof RunnerStart>
