import { createFileRoute } from '@tanstack/react-router'
import { NewApp } from '../features/new-app/new-app.tsx'

export const Route = createFileRoute('/new')({ component: NewApp })
