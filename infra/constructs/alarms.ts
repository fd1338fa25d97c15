import { Aws, CfnCondition, CfnParameter, Duration, Fn } from 'aws-cdk-lib'
import { Alarm, type CfnAlarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { CfnSubscription, type CfnTopic, type CfnTopicPolicy, Topic, TopicPolicy } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'

/** What somebody should look at: calls that failed, and calls that Lambda turned away. Each alarm costs, so there are few. */
export class Alarms extends Construct {
  readonly #told: CfnCondition
  readonly #topic: CfnTopic

  constructor(scope: Construct, id: string, { api, live, worker }: Record<'api' | 'live' | 'worker', IFunction>) {
    super(scope, id)
    const email = new CfnParameter(this, 'Email', {
      type: 'String',
      default: '',
      allowedPattern: '|[^@ ]+@[^@ ]+',
      description: 'Whom alarms are told to; empty: nobody, and they show in CloudWatch alone',
    })
    email.overrideLogicalId('AlarmEmail')
    this.#told = new CfnCondition(this, 'Told', {
      expression: Fn.conditionNot(Fn.conditionEquals(email.valueAsString, '')),
    })
    this.#topic = this.#tell(email.valueAsString)
    const period = Duration.minutes(5)
    this.#alarm('ApiErrors', 'Calls of the API of Trellis fail', api.metricErrors({ period }), 1)
    this.#alarm('LiveErrors', 'The live stream of Trellis fails', live.metricErrors({ period }), 1)
    // A worker that failed once is called again by the next sweep.
    this.#alarm('WorkerErrors', 'The worker of Trellis keeps failing', worker.metricErrors({ period }), 2)
    // Of the one that is called most: where Lambda has no room, it is the first to be turned away, and each metric is paid for.
    this.#alarm('Throttles', 'Lambda turns calls of the API of Trellis away', api.metricThrottles({ period }), 1)
  }

  #alarm(name: string, description: string, metric: Metric, evaluationPeriods: number): void {
    const alarm = new Alarm(this, name, {
      ...{ metric, evaluationPeriods, alarmDescription: description },
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
    const actions = Fn.conditionIf(this.#told.logicalId, [this.#topic.ref], Aws.NO_VALUE)
    const made = alarm.node.defaultChild as CfnAlarm
    for (const when of ['AlarmActions', 'OKActions']) made.addPropertyOverride(when, actions)
  }

  /**
   * A topic with one reader. Its messages name an alarm and what it counted. It has no key of its own: through AWS's own one CloudWatch
   * cannot write, and one for it alone would cost more than all alarms.
   */
  #tell(endpoint: string): CfnTopic {
    const topic = new Topic(this, 'Topic', { displayName: 'Trellis' })
    const policy = new TopicPolicy(this, 'TopicPolicy', { topics: [topic] })
    const resources = [topic.topicArn]
    const actions = ['sns:Publish']
    policy.document.addStatements(
      new PolicyStatement({
        ...{ actions, resources },
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
      new PolicyStatement({
        ...{ actions, resources, effect: Effect.DENY },
        principals: [new AnyPrincipal()],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    )
    const made = topic.node.defaultChild as CfnTopic
    const reader = new CfnSubscription(this, 'Reader', { topicArn: topic.topicArn, protocol: 'email', endpoint })
    for (const one of [made, policy.node.defaultChild as CfnTopicPolicy, reader]) one.cfnOptions.condition = this.#told
    return made
  }
}
