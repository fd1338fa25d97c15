import { z } from 'zod'

/** Names of apps, environments and accounts. */
export const Slug = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,38}[a-z0-9]$/,
    'must be 2 to 40 characters: small letters, digits and dashes, a letter first',
  )

/** A full git commit id, as everything is recorded. */
export const Commit = z.string().regex(/^[0-9a-f]{40}$/, 'must be a full commit id: 40 hexadecimal digits')

/** A commit as people name it: the repository tells which one is meant, or that it is more than one. */
export const CommitName = z
  .string()
  .regex(/^[0-9a-f]{4,40}$/, 'must be a commit id, or at least 4 of its first hexadecimal digits')

/** An instant as ISO 8601 in UTC, `…Z`. */
export const Instant = z.iso.datetime()

/** Names that Lambda accepts as environment variables. */
export const VariableName = z
  .string()
  .max(256)
  .regex(
    /^[a-zA-Z][a-zA-Z0-9_]+$/,
    'must be at least two characters: a letter first, then only letters, digits and underscores',
  )

export const BranchName = z
  .string()
  .min(1)
  .max(255, 'must have at most 255 characters')
  .regex(/^(?!-)[^\s\0~^:?*[\\]+$/, 'is not a valid branch name')

/** A folder inside the repository, relative, `/`-separated, `.` for its root. */
export const RepositoryPath = z
  .string()
  .max(500, 'must have at most 500 characters')
  .refine(
    path => !path.startsWith('/') && !path.split('/').includes('..') && !/[\0\\]/.test(path),
    'must be a folder inside the repository',
  )

export const Region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is not an AWS region, such as eu-central-1')

/** Of a container, as engines take it: with or without a registry, a tag and a digest. */
export const ImageName = z
  .string()
  .max(255, 'has more than 255 characters')
  .regex(
    /^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?\/)?[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:\w[\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/,
    'is not the name of an image, such as 123456789012.dkr.ecr.eu-central-1.amazonaws.com/builds:1',
  )

/** Of a policy of IAM, AWS's own or one of an account. */
export const PolicyArn = z
  .string()
  .max(300, 'has more than 300 characters')
  .regex(
    /^arn:[a-z-]+:iam::(aws|\d{12}):policy\/[\w+=,.@/-]+$/,
    'is not the ARN of a policy, such as arn:aws:iam::aws:policy/PowerUserAccess',
  )

/** As AWS takes it, which then asks whoever reads it whether they want that. */
export const EmailAddress = z
  .string()
  .max(254, 'has more than 254 characters')
  .regex(/^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/, 'is not an address, such as ops@example.org')

/** As certificates take it: in lower case, without a dot at its end. */
export const DomainName = z
  .string()
  .max(64, 'has more than 64 characters, which certificates do not take')
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/,
    'is not a domain, such as trellis.example.org',
  )
