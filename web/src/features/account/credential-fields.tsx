import type { AccountCredentials } from '../../../../src/contract/account.ts'
import { SelectField, TextField } from '../../ui/field.tsx'
import { RoleHelp } from './role-help.tsx'

export type Kind = AccountCredentials['kind']
const kinds: Record<Kind, string> = {
  chain: "The machine's own",
  profile: 'A profile of the machine',
  role: 'A role to assume',
  keys: 'Access keys',
}
const hints: Record<Kind, string> = {
  chain: 'From its environment, its single sign-on or the role of its instance.',
  profile: 'As its AWS configuration names it.',
  role: "With Trellis's own credentials.",
  keys: 'Kept encrypted, and never shown again.',
}
const fields: Record<Kind, { name: string; label: string; secret?: boolean; optional?: boolean }[]> = {
  chain: [],
  profile: [{ name: 'profile', label: 'Profile' }],
  role: [{ name: 'roleArn', label: 'ARN of the role' }],
  keys: [
    { name: 'accessKeyId', label: 'Access key id' },
    { name: 'secretAccessKey', label: 'Secret access key', secret: true },
    { name: 'sessionToken', label: 'Session token, if there is one', secret: true, optional: true },
  ],
}

/** How Trellis gets into an account. */
export function CredentialFields({
  kind,
  onKind,
  account,
}: {
  kind: Kind
  onKind: (kind: Kind) => void
  /** One that there is already. */
  account?: { name: string; region: string }
}) {
  return (
    <>
      <SelectField
        label="Credentials"
        hint={hints[kind]}
        value={kind}
        onChange={event => onKind(event.target.value as Kind)}
      >
        {Object.entries(kinds).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </SelectField>
      {fields[kind].map(({ name, label, secret, optional }) => (
        <TextField key={name} label={label} name={name} type={secret ? 'password' : 'text'} required={!optional} />
      ))}
      {kind === 'role' && <RoleHelp {...(account && { account })} />}
    </>
  )
}

/** The fields of the kind are its shape; the server checks what is in them. */
export function credentialsOf(kind: Kind, form: FormData): AccountCredentials {
  const given = fields[kind]
    .map(({ name }) => [name, String(form.get(name) ?? '').trim()] as const)
    .filter(([, value]) => value)
  return { kind, ...Object.fromEntries(given) } as AccountCredentials
}
