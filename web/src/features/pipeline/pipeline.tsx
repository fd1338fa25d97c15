import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import type { EnvironmentStatus } from '../../../../src/contract/app.ts'
import { Empty, Loading, Page, Problem } from '../../ui/page.tsx'
import { Words } from '../../ui/words.tsx'
import { statusQuery } from '../app/queries.ts'
import { type Alarm, useTitle } from '../shell/use-title.ts'
import { Activity } from './activity.tsx'
import { Card } from './card.tsx'
import { Dialogs } from './dialogs/dialogs.tsx'
import type { OpenDialog } from './dialogs/open-dialog.ts'
import { Gap } from './gap.tsx'
import './pipeline.css'

export interface PipelineProps {
  app: string
  open: OpenDialog
  onOpen: (open: OpenDialog) => void
}

/** The page that people leave open: every environment, in order, and what can be done with it. */
export function Pipeline({ app, open, onOpen }: PipelineProps) {
  const { data, error, refetch } = useQuery(statusQuery(app))
  useTitle(app, alarmOf(data?.environments ?? []))
  if (!data) {
    return (
      <Page title={app}>
        {error ? <Problem error={error} retry={() => void refetch()} /> : <Loading what="the pipeline" />}
      </Page>
    )
  }
  return (
    <Page title="Pipeline">
      {data.sourceProblem && (
        <p className="source-problem" role="alert">
          <strong>The repository cannot be read, so no push is seen.</strong> <Words text={data.sourceProblem} />
        </p>
      )}
      {data.environments.length === 0 && <Empty title="This app has no environment. Add one in its settings." />}
      <ol className="pipeline">
        {data.environments.map((environment, index) => {
          const next = data.environments[index + 1]
          return (
            <Fragment key={environment.name}>
              <li className="pipeline-card">
                <Card app={app} environment={environment} next={next ?? null} onOpen={onOpen} />
              </li>
              {next && <Gap from={environment} to={next} onOpen={onOpen} />}
            </Fragment>
          )
        })}
      </ol>
      <Activity app={app} />
      <Dialogs status={data} open={open} onClose={() => onOpen({})} />
    </Page>
  )
}

function alarmOf(environments: readonly EnvironmentStatus[]): Alarm {
  if (environments.some(one => one.running)) return 'running'
  return environments.some(one => one.latest?.state === 'failed') ? 'failed' : 'calm'
}
