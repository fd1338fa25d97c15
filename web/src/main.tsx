import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App, fetchAll } from './app.tsx'
import { reloadIfReplaced } from './lib/reload-if-replaced.ts'
import './ui/tokens.css'
import './ui/base.css'
import './ui/choices.css'
import './ui/input.css'

/** After the first screen, which must not wait for others. */
const whenCalm = 10_000

addEventListener('vite:preloadError', () => void reloadIfReplaced())
setTimeout(fetchAll, whenCalm)

const root = document.getElementById('root')
if (!root) throw new Error('The page has no place for the dashboard')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
