import { z } from 'zod'

export const IsolationName = z.enum(['auto', 'sandbox', 'process'])
export type IsolationName = z.infer<typeof IsolationName>

/**
 * The one line of JSON that a runner reads from its standard input when it starts. It is the only way in which it is
 * told anything: arguments and environment variables can be read by other processes, a pipe cannot.
 */
export const RunnerStart = z.object({
  url: z.string().describe('Of the API, without a path'),
  deployment: z.string(),
  token: z.string().describe('The one-time job token'),
  isolation: IsolationName,
  work: z.string().describe('A folder of its own, made by the runner; whoever started it removes it'),
  node: z.string().describe("The Node that the user's steps run on"),
  hide: z.array(z.string()).describe("Folders that the user's steps must never see, such as the home of Trellis"),
})
export type RunnerStart = z.infer<typeof RunnerStart>
