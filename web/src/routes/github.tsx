import { createFileRoute } from '@tanstack/react-router'
import { GitHubPage } from '../features/github/github-page.tsx'

export const Route = createFileRoute('/github')({ component: GitHubPage })
