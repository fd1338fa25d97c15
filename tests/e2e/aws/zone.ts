import {
  CreateHostedZoneCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53'
import { clientConfig } from '../../support/emulator.ts'

/** A hosted zone of the emulator's account. */
export class Zone {
  readonly #client: Route53Client
  readonly #id: string

  private constructor(client: Route53Client, id: string) {
    this.#client = client
    this.#id = id
  }

  /** That of a name; made, if there is none. */
  static async make(endpoint: string, name: string): Promise<Zone> {
    const client = new Route53Client(clientConfig({ endpoint }))
    const { HostedZones = [] } = await client.send(new ListHostedZonesByNameCommand({ DNSName: name }))
    const found = HostedZones.find(one => one.Name === `${name}.`)
    const made = found
      ? undefined
      : await client.send(new CreateHostedZoneCommand({ Name: name, CallerReference: name }))
    return new Zone(client, found?.Id ?? made?.HostedZone?.Id ?? '')
  }

  /** Those that lead to something else: name, type, where to. */
  async records(): Promise<(string | undefined)[][]> {
    const { ResourceRecordSets = [] } = await this.#client.send(
      new ListResourceRecordSetsCommand({ HostedZoneId: this.#id }),
    )
    return ResourceRecordSets.flatMap(({ Name, Type, AliasTarget }) =>
      AliasTarget ? [[Name, Type, AliasTarget.DNSName]] : [],
    )
  }
}
