import { invalid } from '../cli-error.ts'

export interface AwsKeys {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

export const keyFormats = `Keys are read from standard input, so that they stand in no shell history, in any of these forms:
  AKIA… SECRET [SESSION-TOKEN]                              on one line, or one a line
  export AWS_ACCESS_KEY_ID=… (and so on)                    as the AWS access portal shows them
  [profile] aws_access_key_id = … (and so on)               as in ~/.aws/credentials
  {"AccessKeyId":"…","SecretAccessKey":"…"}                 as \`aws sts assume-role\` prints, or \`aws configure export-credentials\``

/** Takes keys in whichever form people have them at hand. */
export function parseAwsKeys(text: string): AwsKeys {
  const keys = text.trim().startsWith('{') ? fromJson(text) : (fromAssignments(text) ?? fromWords(text))
  if (!keys?.accessKeyId || !keys.secretAccessKey) {
    throw invalid(
      text.trim() === '' ? 'There are no keys on standard input.' : 'What came on standard input holds no AWS keys.',
      'Write them as `AKIA… SECRET [SESSION-TOKEN]`; `trellis account add --help` shows more forms.',
    )
  }
  const { accessKeyId, secretAccessKey, sessionToken } = keys
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) }
}

type Found = Partial<Record<keyof AwsKeys, string | undefined>>
type Given = { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined }

/** Names are spelled in many ways: AccessKeyId, aws_access_key_id, AWS_ACCESS_KEY_ID. */
function collect(entries: Iterable<readonly [string, unknown]>): Given | null {
  const found: Found = {}
  for (const [name, value] of entries) {
    const bare = name
      .toLowerCase()
      .replace(/^aws/, '')
      .replaceAll(/[^a-z]/g, '')
    if (typeof value !== 'string') continue
    if (bare === 'accesskeyid') found.accessKeyId = value
    if (bare === 'secretaccesskey') found.secretAccessKey = value
    if (bare === 'sessiontoken') found.sessionToken = value
  }
  const { accessKeyId, secretAccessKey, sessionToken } = found
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey, sessionToken } : null
}

function fromJson(text: string): Given | null {
  try {
    const json: unknown = JSON.parse(text)
    if (!json || typeof json !== 'object') return null
    const inner =
      'Credentials' in json && json.Credentials && typeof json.Credentials === 'object' ? json.Credentials : json
    return collect(Object.entries(inner))
  } catch {
    return null
  }
}

function fromAssignments(text: string): Given | null {
  const lines = text.matchAll(/^\s*(?:export\s+|set\s+|\$env:)?(\w+)\s*=\s*["']?([^"'\s]+)["']?\s*;?\s*$/gim)
  return collect([...lines].map(([, name = '', value = '']) => [name, value] as const))
}

function fromWords(text: string): Given | null {
  const [accessKeyId, secretAccessKey, sessionToken, ...rest] = text.trim().split(/[\s,]+/)
  if (!accessKeyId || !secretAccessKey || rest.length > 0 || !/^[\w-]{4,128}$/.test(accessKeyId)) return null
  return { accessKeyId, secretAccessKey, sessionToken }
}
