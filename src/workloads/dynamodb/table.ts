import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { IAppHost } from '../../model/app-host';
import { Pattern } from '../../model/profile';
import type { DynamoDbSettings } from './settings';

/** Construct of the table. */
export const TABLE = 'table';

/** The providers of the Regions that the table lies in; the stack's other resources have their own. */
export class Regions {
  private readonly providers = new Map<string, AwsProvider>();

  constructor(private readonly host: IAppHost) {}

  /** The provider of a Region. */
  public in(region: string): AwsProvider {
    const known = this.providers.get(region);
    if (known) return known;
    const alias = `dynamodb-${region}`;
    const provider = new AwsProvider(this.host.stack, alias, {
      region,
      alias,
      defaultTags: [{ tags: { 'cndr:app': this.host.name, 'cndr:fleet': this.host.fleet.name } }],
    });
    this.providers.set(region, provider);
    return provider;
  }
}

/** The global table: made in the Region of the first site, with a replica in every other one. */
export function addTable(host: IAppHost, settings: DynamoDbSettings, regions: Regions): void {
  const { table, partitionKey, sortKey } = settings;
  const strong = host.pattern === Pattern.STRONG_CONSISTENCY;
  const [home, ...others] = host.dataSites.map(({ region }) => region);
  const witness = host.sites.find((site) => !host.dataSites.includes(site));
  const keys = [partitionKey, ...(sortKey === undefined ? [] : [sortKey])];
  new DynamodbTable(host.stack, TABLE, {
    provider: regions.in(home ?? ''),
    name: table,
    // Provisioned capacity differs between Regions sooner or later, and a replica that is throttled falls behind.
    billingMode: 'PAY_PER_REQUEST',
    hashKey: partitionKey,
    rangeKey: sortKey,
    attribute: keys.map((name) => ({ name, type: 'S' })),
    streamEnabled: true,
    streamViewType: 'NEW_AND_OLD_IMAGES',
    pointInTimeRecovery: { enabled: true },
    deletionProtectionEnabled: true,
    replica: others.map((regionName) => ({
      regionName,
      pointInTimeRecovery: true,
      propagateTags: true,
      deletionProtectionEnabled: true,
      ...(strong ? { consistencyMode: 'STRONG' } : {}),
    })),
    ...(witness ? { globalTableWitness: { regionName: witness.region } } : {}),
    // Another key or name would replace the table, and the data with it.
    lifecycle: { preventDestroy: true },
  });
}
