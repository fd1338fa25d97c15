/** What a Lambda of an installation is told by its template. */
export interface Settings {
  table: string
  bucket: string
  dataKey: string
  cluster: string
  taskDefinitions: Record<'arm64' | 'x86', string>
  container: string
  /** Where the packed runner lies. */
  runner: { bucket: string; key: string }
  subnets: string[]
  securityGroup: string
  /** The role that accounts which are deployed to let in. */
  targets: string
  /** Where people find the pages, and programs the API. */
  url: string
  /** Where the API itself is, which the former leads to. */
  apiUrl: string
  /** Where build machines find it. */
  machineUrl: string
  /** Where watchers connect, and where they are posted to. */
  live: { url: string; endpoint: string }
  /** An AWS-compatible emulator; null: AWS. */
  emulator: string | null
}

type Environment = Readonly<Record<string, string | undefined>>

/** @throws Error naming what is missing: a mistake of the template. */
export function readSettings(env: Environment = process.env): Settings {
  const given = (name: string): string => {
    const value = env[name]
    if (!value) throw new Error(`${name} is not set`)
    return value
  }
  const emulator = env.AWS_ENDPOINT_URL || null
  const apiUrl = given('TRELLIS_API_URL')
  const runner = given('TRELLIS_RUNNER')
  const live = given('TRELLIS_LIVE_URL')
  const watched = emulator ? belowEmulator(live, emulator) : live.replace(/^ws/, 'http')
  return {
    table: given('TRELLIS_TABLE'),
    bucket: given('TRELLIS_BUCKET'),
    dataKey: given('TRELLIS_DATA_KEY'),
    cluster: given('TRELLIS_CLUSTER'),
    taskDefinitions: { arm64: given('TRELLIS_TASK_ARM64'), x86: given('TRELLIS_TASK_X86') },
    container: given('TRELLIS_CONTAINER'),
    runner: { bucket: runner.slice(0, runner.indexOf('/')), key: runner.slice(runner.indexOf('/') + 1) },
    subnets: given('TRELLIS_SUBNETS').split(','),
    securityGroup: given('TRELLIS_SECURITY_GROUP'),
    targets: given('TRELLIS_TARGETS'),
    url: given('TRELLIS_URL'),
    apiUrl,
    // Straight, since nothing of what machines say could be cached.
    machineUrl: emulator ? belowEmulator(apiUrl, emulator) : apiUrl,
    live: { url: watched.replace(/^http/, 'ws'), endpoint: watched },
    emulator,
  }
}

/** An emulator's APIs have names that no resolver knows, and paths below its own address that everybody finds. */
export function belowEmulator(api: string, emulator: string): string {
  const { hostname, pathname } = new URL(api)
  const stage = pathname === '/' ? '/$default' : pathname
  return `${emulator}/_aws/execute-api/${hostname.split('.')[0]}${stage}`
}
