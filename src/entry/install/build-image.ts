/** As the parameters of the template name them. */
export interface ImageParameters {
  Image: string
  /** The ARN of its repository in ECR; empty: it can be pulled by everybody. */
  ImageRepository: string
}

/** In ECR, in whichever account and region: the name begins with them. */
const inEcr =
  /^(?<account>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?<region>[a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)\/(?<repository>[^:@]+)/

/** @param image null: the public one again. @param partition of AWS, as ARNs begin with it */
export function imageParameters(image: string | null, partition: string): ImageParameters {
  const { account, region, repository } = inEcr.exec(image ?? '')?.groups ?? {}
  return {
    Image: image ?? '',
    ImageRepository: repository ? `arn:${partition}:ecr:${region}:${account}:repository/${repository}` : '',
  }
}
