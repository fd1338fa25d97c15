import { Stack, Validations } from 'aws-cdk-lib'
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2'
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import { explainWildcard } from './wildcards.ts'

const stageName = 'live'

/** Where watchers stay connected. API Gateway holds the connections, and nothing of Trellis has to run for that. */
export class LiveApi extends Construct {
  readonly api: WebSocketApi
  readonly #stage: WebSocketStage

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.api = new WebSocketApi(this, 'Api', { description: 'Live updates of Trellis' })
    this.#stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: this.api,
      stageName,
      autoDeploy: true,
      throttle: { rateLimit: 500, burstLimit: 1_000 },
    })
    Validations.of(this.#stage).acknowledge({
      id: 'AwsSolutions-APIG1',
      reason:
        'API Gateway writes access logs of WebSockets with a role of the whole account, which is not for Trellis to set.',
    })
  }

  get url(): string {
    return `${this.api.apiEndpoint}/${stageName}`
  }

  /** After the function, which has to know the address. */
  serveBy(lambda: IFunction): void {
    for (const route of ['$connect', '$disconnect', '$default']) {
      const added = this.api.addRoute(route, { integration: new WebSocketLambdaIntegration(route.slice(1), lambda) })
      Validations.of(added).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason: 'Whoever connects is nobody until they show a ticket, which Trellis gives to those who may come in.',
      })
    }
  }

  allow(role: Role): void {
    const { partition, region, account } = Stack.of(this)
    const methods = ['POST', 'DELETE']
    const below = (api: string, method: string) => `${api}/${stageName}/${method}/@connections/*`
    role.addToPolicy(
      new PolicyStatement({
        actions: ['execute-api:ManageConnections'],
        resources: methods.map(one =>
          below(`arn:${partition}:execute-api:${region}:${account}:${this.api.apiId}`, one),
        ),
      }),
    )
    const id = Stack.of(this).getLogicalId(this.api.node.defaultChild as never)
    for (const method of methods) {
      explainWildcard(
        role,
        below(`arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<${id}>`, method),
        'API Gateway names connections as they come.',
      )
    }
  }
}
