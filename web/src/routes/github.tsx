import { createFileRoute } from '@tanstack/react-router'
import { GitHubPage } from '../features/github/github-page.tsx'
import { readOpened } from '../lib/read-opened.ts'

export const Route = createFileRoute('/github')({ validateSearch: readOpened, component: GitHubPage })
