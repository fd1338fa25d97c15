import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import { HttpApi, HttpRoute, HttpRouteKey, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'

/** So that nobody can run up a bill without end; 200 runners post 500 times a second (`bench/aws/simulation/`). */
export const apiThrottle = { rateLimit: 1_000, burstLimit: 2_000 }

/** Who asked for what, and what came of it; the names that API Gateway has for it here, where `resourcePath` of the usual format is none. */
const asked =
  '$context.identity.sourceIp [$context.requestTime] "$context.httpMethod $context.path $context.protocol" $context.status $context.responseLength $context.responseLatency $context.requestId'

/** Where programs and people reach Trellis. Every path leads to the same function. */
export class Api extends Construct {
  readonly api: HttpApi

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.api = new HttpApi(this, 'Api', { createDefaultStage: false })
    const logGroup = new LogGroup(this, 'Access', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: apiThrottle,
      accessLogSettings: { destination: new LogGroupLogDestination(logGroup), format: AccessLogFormat.custom(asked) },
    })
  }

  get url(): string {
    return this.api.apiEndpoint
  }

  get host(): string {
    const { region, urlSuffix } = Stack.of(this)
    return `${this.api.apiId}.execute-api.${region}.${urlSuffix}`
  }

  /** After the function, which has to know the address. */
  serveBy(lambda: IFunction): void {
    const route = new HttpRoute(this, 'All', {
      httpApi: this.api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: new HttpLambdaIntegration('Function', lambda),
    })
    Validations.of(route).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'Who may come in is for Trellis to say: people by sessions, machines by tokens, webhooks by signatures.',
    })
  }
}
