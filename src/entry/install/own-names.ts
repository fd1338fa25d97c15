import type { Template } from './resources.ts'

/** What those parts of an installation are called that its installer and its removal touch themselves. */
export interface OwnNames {
  table: string
  /** Buckets: of the dashboard's pages, and of artifacts, caches and logs. */
  pages: string
  objects: string
  cluster: string
  /** As it ends an ARN of Secrets Manager. */
  key: string
}

/**
 * As they are called where they stand; else as CloudFormation is going to call them but for the letters that it rolls, so that a policy which
 * names them by their beginnings is asked about what it allows.
 */
export function ownNames({ Outputs = {} }: Template, name: string, outputs: Record<string, string>): OwnNames {
  const logical = (output: string) => Outputs[output]?.Value?.Ref ?? output
  const made = (output: string) => outputs[output] || `${name}-${logical(output)}-1A2B3C4D5E6F`
  const bucket = (output: string) => outputs[output] || made(output).toLowerCase().slice(0, 63)
  const [, secret] = /:secret:(.+)$/.exec(outputs.DataKeyId ?? '') ?? []
  return {
    table: made('TableName'),
    pages: bucket('SiteBucket'),
    objects: bucket('BucketName'),
    cluster: made('Cluster'),
    // Without the stack's name.
    key: secret ?? `${logical('DataKeyId')}-1a2b3c4d5e6f-7A8b9C`,
  }
}
