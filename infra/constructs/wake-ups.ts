import { Duration } from 'aws-cdk-lib'
import type { ITable } from 'aws-cdk-lib/aws-dynamodb'
import type { Cluster } from 'aws-cdk-lib/aws-ecs'
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam'
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type IFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'

export interface WakeUpsProps {
  worker: IFunction
  role: Role
  table: ITable
  cluster: Cluster
}

/** What makes the worker run: a message in the outbox, a build machine that ended, and the time. */
export class WakeUps extends Construct {
  constructor(scope: Construct, id: string, { worker, role, table, cluster }: WakeUpsProps) {
    super(scope, id)
    const eventSourceArn = table.tableStreamArn ?? ''
    const reading = new PolicyStatement({
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      resources: [eventSourceArn],
    })
    const mapping = new EventSourceMapping(this, 'Outbox', {
      target: worker,
      eventSourceArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      // What it failed at stands in the outbox still: the next sweep takes it up.
      retryAttempts: 2,
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { Keys: { pk: { S: FilterRule.isEqual('outbox') } } },
        }),
      ],
    })
    const { grantPrincipal } = role
    const { policyDependable } = grantPrincipal.addToPrincipalPolicy(reading)
    // Lambda looks whether it may read the stream when the mapping is made.
    if (policyDependable) mapping.node.addDependency(policyDependable)

    const every = (name: string, minutes: number) =>
      new Rule(this, name, {
        schedule: Schedule.rate(Duration.minutes(minutes)),
        targets: [
          new LambdaFunction(worker, {
            event: RuleTargetInput.fromObject({ work: name.toLowerCase() }),
            retryAttempts: 0,
          }),
        ],
      })
    every('Sweep', 1)
    every('Look', 5)
    new Rule(this, 'TaskStopped', {
      eventPattern: {
        source: ['aws.ecs'],
        detailType: ['ECS Task State Change'],
        detail: { clusterArn: [cluster.clusterArn], lastStatus: ['STOPPED'] },
      },
      targets: [new LambdaFunction(worker, { retryAttempts: 2 })],
    })
  }
}
