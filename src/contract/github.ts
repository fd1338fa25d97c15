import { z } from 'zod'
import { Instant } from './names.ts'

const WebUrl = z
  .url({ protocol: /^https?$/, hostname: z.regexes.hostname })
  .max(500)
  .or(z.url({ protocol: /^https?$/ }).max(500))
  .describe('Where its pages are: https://github.com, or a GitHub Enterprise Server')

/** GitHub's own rule for names of users and organisations. */
export const GitHubLogin = z.string().regex(/^[a-z\d](?:[a-z\d-]{0,37}[a-z\d])?$/i, 'is not a name of GitHub')
export const GitHubRepositoryName = z.string().regex(/^[\w.-]{1,100}$/, 'is not the name of a repository')

/** Begins to make an App for this server. */
export const ConnectGitHub = z.strictObject({
  url: WebUrl.default('https://github.com'),
  organization: GitHubLogin.optional().describe('Whose App it will be; default: of whoever makes it'),
  name: z.string().min(1).max(34).optional().describe('What it will be called; GitHub wants it to be unique'),
})
export type ConnectGitHub = z.input<typeof ConnectGitHub>

/** What a browser posts to GitHub to make the App. */
export const GitHubForm = z.object({
  page: z.string().describe('A page of this server that posts it: to be opened within the hour'),
  action: z.string().describe('Where the form goes'),
  manifest: z.string().describe('Its only field, `manifest`'),
  expiresAt: Instant,
})
export type GitHubForm = z.infer<typeof GitHubForm>

/** Exchanges what the App signs with, or its webhook is signed with. */
export const RotateGitHub = z.strictObject({
  webhookSecret: z.boolean().default(true).describe('Makes a new secret, and tells GitHub'),
  privateKey: z
    .string()
    .max(10_000)
    .optional()
    .describe("A private key (PEM) that was made on the App's page, to be used from now on"),
})
export type RotateGitHub = z.input<typeof RotateGitHub>

export const GitHubInstallation = z.object({
  id: z.number().int(),
  account: z.string(),
  repositories: z.enum(['all', 'selected']),
  suspended: z.boolean(),
  url: z.string().describe('Where it is changed'),
})
export type GitHubInstallation = z.infer<typeof GitHubInstallation>

export const GitHubStatus = z.object({
  app: z
    .object({
      id: z.number().int(),
      slug: z.string(),
      name: z.string(),
      owner: z.string(),
      url: z.string().describe('Its page'),
      installUrl: z.string().describe('Where it is given repositories'),
      settingsUrl: z.string().describe('Where it gets a new private key'),
    })
    .nullable()
    .describe('Null: not connected'),
  url: z.string().nullable(),
  connectedAt: Instant.nullable(),
  keyChangedAt: Instant.nullable(),
  secretChangedAt: Instant.nullable(),
  installations: z.array(GitHubInstallation),
  problem: z.string().nullable().describe('Why GitHub could not be asked just now'),
  webhook: z.object({
    url: z.string().nullable().describe('Where GitHub posts to; null: it cannot reach this server'),
    lastAt: Instant.nullable(),
    accepted: z.number().int(),
    refused: z.number().int().describe('Without a right signature'),
  }),
  pushes: z.enum(['webhook', 'polling', 'off']).describe('How pushes are learned of'),
  pushesReason: z.string(),
})
export type GitHubStatus = z.infer<typeof GitHubStatus>

export const GitHubRepository = z.object({
  id: z.number().int(),
  fullName: z.string(),
  url: z.string().describe('To be given as the repository of an app'),
  private: z.boolean(),
  archived: z.boolean(),
  defaultBranch: z.string(),
})
export type GitHubRepository = z.infer<typeof GitHubRepository>
