/**
 * What AWS asks for, in US dollars: list prices of us-east-1, without any free tier but CloudFront's, which never ends. Other regions differ by
 * some tenths. Those of Fargate were compared with what others publish of them; nobody has compared the rest with https://aws.amazon.com/<service>/pricing/ since.
 */
export const prices = {
  writtenDownOn: '2026-11-26',
  region: 'us-east-1',
  /** secrets-manager: a secret, a month. */
  secret: 0.4,
  /** cloudwatch: an alarm of standard resolution, a month. */
  alarm: 0.1,
  /** lambda: a GB second on arm64, and a call. */
  lambdaGbSecond: 0.0000133334,
  lambdaCall: 0.2e-6,
  /** dynamodb: a read request unit, on demand. */
  dynamoRead: 0.125e-6,
  /** fargate: an hour of a processor, and of a GB, on arm64. */
  fargateCpuHour: 0.03238,
  fargateGbHour: 0.00356,
  /** vpc: an hour of a public IPv4 address. */
  addressHour: 0.005,
  /** s3 and cloudwatch logs, as the little that a small team makes of them comes to a month. */
  objectsAndLogs: 0.05,
} as const
