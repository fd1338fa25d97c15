import { Aws, CfnCondition, CfnParameter, Fn, Token } from 'aws-cdk-lib'
import type { CfnDistribution, Distribution } from 'aws-cdk-lib/aws-cloudfront'
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53'
import { Construct } from 'constructs'

/** Of every distribution of CloudFront, as Route 53 wants to know it. */
const zoneOfCloudFront = 'Z2FDTNDATAQYW2'

/** Of the form that checks of templates want to see; nobody asks for it. */
const noCertificate = 'arn:aws:acm:us-east-1:000000000000:certificate/none'

/** A name of one's own for an installation, if there is one. Parameters, since the same assembly is installed with and without. */
export class Domain extends Construct {
  readonly #name: CfnParameter
  readonly #isGiven: CfnCondition

  constructor(scope: Construct, id: string, distribution: Distribution) {
    super(scope, id)
    const parameter = (name: string, description: string, otherwise = '') => {
      const made = new CfnParameter(this, name, { type: 'String', default: otherwise, description })
      made.overrideLogicalId(name)
      return made
    }
    const given = ({ valueAsString }: CfnParameter) => Fn.conditionNot(Fn.conditionEquals(valueAsString, ''))
    this.#name = parameter('Domain', 'A domain of your own; empty: that of CloudFront')
    const certificate = parameter('Certificate', 'Its certificate, of ACM in us-east-1', noCertificate)
    const zone = parameter('Zone', 'The hosted zone that it lies in; empty: its records are kept elsewhere')
    this.#isGiven = new CfnCondition(this, 'Given', { expression: given(this.#name) })
    const isKeptHere = new CfnCondition(this, 'KeptHere', {
      expression: Fn.conditionAnd(given(this.#name), given(zone)),
    })
    const site = distribution.node.defaultChild as CfnDistribution
    const orNothing = (value: unknown) => Fn.conditionIf(this.#isGiven.logicalId, value, Aws.NO_VALUE)
    site.addPropertyOverride('DistributionConfig.Aliases', orNothing([this.#name.valueAsString]))
    site.addPropertyOverride(
      'DistributionConfig.ViewerCertificate',
      orNothing({
        AcmCertificateArn: certificate.valueAsString,
        SslSupportMethod: 'sni-only',
        MinimumProtocolVersion: 'TLSv1.2_2021',
      }),
    )
    for (const type of ['A', 'AAAA']) {
      const record = new CfnRecordSet(this, type, {
        hostedZoneId: zone.valueAsString,
        name: this.#name.valueAsString,
        type,
        aliasTarget: { dnsName: distribution.distributionDomainName, hostedZoneId: zoneOfCloudFront },
      })
      record.cfnOptions.condition = isKeptHere
    }
  }

  /** Where people find an installation. @param otherwise without a domain */
  urlOr(otherwise: string): string {
    return Token.asString(Fn.conditionIf(this.#isGiven.logicalId, `https://${this.#name.valueAsString}`, otherwise))
  }
}
