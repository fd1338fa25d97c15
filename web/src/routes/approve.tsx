import { createFileRoute } from '@tanstack/react-router'
import { Approve } from '../features/approve/approve.tsx'

export const Route = createFileRoute('/approve')({ component: Approve })
