import { Aws, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib'
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  OriginRequestPolicy,
  S3OriginAccessControl,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { pageHeaders } from './page-headers.ts'

/** What the API answers. Everything else is a page or a file of the dashboard. */
export const apiPaths = ['/api/*', '/webhooks/*', '/github/*', '/healthz', '/metrics'] as const

/** Every path that the dashboard may show something under is its one page. */
const routes = `function handler(event) {
  var request = event.request
  if (!/^\\/assets\\/|\\.[a-z0-9]+$/.test(request.uri)) request.uri = '/index.html'
  return request
}`

/** Where people come in: the dashboard's files, and the API under the same origin, so that cookies and checks are those of one machine. */
export class Site extends Construct {
  readonly bucket: Bucket
  readonly distribution: Distribution

  /** @param api its host name @param live the address of the live socket, which the pages may connect to */
  constructor(scope: Construct, id: string, { api, live }: { api: string; live: string }) {
    super(scope, id)
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      // What is in it is uploaded by each install and upgrade.
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const named = (what: string) => `${Aws.STACK_NAME}-${Aws.REGION}-${what}`
    const route = new EdgeFunction(this, 'Routes', {
      functionName: named('routes'),
      code: FunctionCode.fromInline(routes),
      runtime: FunctionRuntime.JS_2_0,
      comment: 'Every path of the dashboard is its one page',
    })
    const access = new S3OriginAccessControl(this, 'Access', { originAccessControlName: named('pages') })
    const program: BehaviorOptions = {
      origin: new HttpOrigin(api, { readTimeout: Duration.seconds(30) }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // API Gateway knows itself by its own name alone.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    }
    this.distribution = new Distribution(this, 'Distribution', {
      comment: `Trellis: ${Aws.STACK_NAME} in ${Aws.REGION}`,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(this.bucket, { originAccessControl: access }),
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        compress: true,
        responseHeadersPolicy: pageHeaders(this, 'Headers', live),
        functionAssociations: [{ function: route, eventType: FunctionEventType.VIEWER_REQUEST }],
      },
      additionalBehaviors: Object.fromEntries(apiPaths.map(path => [path, program])),
    })
    this.#explain()
  }

  get url(): string {
    return `https://${this.distribution.distributionDomainName}`
  }

  #explain(): void {
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'It holds the pages of a published package, and CloudFront alone reads it.',
    })
    const reasons = {
      CFR1: 'Where its people are is for whoever installs to say.',
      CFR2: 'A firewall costs $5 a month and more; nobody comes in without a session, a token or a signature.',
      CFR3: 'Logs of requests to public files would cost more than they tell; API Gateway logs the calls of the API.',
      CFR4: 'The certificate of cloudfront.net takes no other policy; a domain of its own takes TLS 1.2 and newer.',
    }
    for (const [rule, reason] of Object.entries(reasons)) {
      Validations.of(this.distribution).acknowledge({ id: `AwsSolutions-${rule}`, reason })
    }
  }
}
