import { Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'

/** What somebody should look at: calls that failed, and calls that Lambda turned away. Each alarm costs, so there are few. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { api, live, worker }: Record<'api' | 'live' | 'worker', IFunction>) {
    super(scope, id)
    const period = Duration.minutes(5)
    const alarm = (name: string, description: string, metric: Metric, evaluationPeriods: number) =>
      new Alarm(this, name, {
        ...{ metric, evaluationPeriods, alarmDescription: description },
        threshold: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      })
    alarm('ApiErrors', 'Calls of the API of Trellis fail', api.metricErrors({ period }), 1)
    alarm('LiveErrors', 'The live stream of Trellis fails', live.metricErrors({ period }), 1)
    // A worker that failed once is called again by the next sweep.
    alarm('WorkerErrors', 'The worker of Trellis keeps failing', worker.metricErrors({ period }), 2)
    const throttled = { namespace: 'AWS/Lambda', metricName: 'Throttles', statistic: Stats.SUM, period }
    alarm('Throttles', 'Lambda turns calls away in this account and region', new Metric(throttled), 1)
  }
}
