import type { ReactNode } from 'react'
import { Empty, Page } from './page.tsx'

/** A screen of something that is not there, or no longer; `children` lead on. */
export const Missing = ({ title, why, children }: { title: string; why: string; children: ReactNode }) => (
  <Page title={title}>
    <Empty title={why}>
      <p className="ways-on">{children}</p>
    </Empty>
  </Page>
)
