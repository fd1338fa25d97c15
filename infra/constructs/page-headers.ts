import { Aws, Duration } from 'aws-cdk-lib'
import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront'
import type { Construct } from 'constructs'
import { pagePolicy } from '../../src/api/page-policy.ts'

/** What goes out with each page and file, as it does on one machine, where the API's own headers do it. */
export function pageHeaders(scope: Construct, id: string, live: string): ResponseHeadersPolicy {
  const override = true
  const own = (header: string, value: string) => ({ header, value, override })
  return new ResponseHeadersPolicy(scope, id, {
    // Of the whole AWS account: those of another installation are beside them.
    responseHeadersPolicyName: `${Aws.STACK_NAME}-${Aws.REGION}-pages`,
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: pagePolicy(live), override },
      contentTypeOptions: { override },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override },
      // Of this name alone: what else a company has below it is not for Trellis to say.
      strictTransportSecurity: { accessControlMaxAge: Duration.days(180), includeSubdomains: false, override },
    },
    customHeadersBehavior: {
      customHeaders: [
        own('Cross-Origin-Opener-Policy', 'same-origin'),
        own('Cross-Origin-Resource-Policy', 'same-origin'),
        own('Origin-Agent-Cluster', '?1'),
      ],
    },
  })
}
