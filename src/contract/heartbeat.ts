/** A runner posts at least this often. Apart from the schemas, which take longer to load than a runner wants to wait. */
export const heartbeatMs = 1_000
