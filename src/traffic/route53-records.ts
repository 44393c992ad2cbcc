import { Route53Record, type Route53RecordConfig } from '@cdktf/provider-aws/lib/route53-record';
import type { Construct } from 'constructs';
import type { PlannedRecord } from './record-plan';
import type { RecordType } from './record-type';
import type { Route53Health } from './route53-health';

/** The records of an application, each with the health check of the site that it answers with. */
export class Route53Records {
  private readonly byName = new Map<string, Route53Record[]>();
  private readonly byId = new Map<string, Route53Record>();
  private readonly timed: string[] = [];

  constructor(
    private readonly stack: Construct,
    private readonly zoneId: string,
    private readonly ttlSeconds: number,
    private readonly health: Route53Health,
  ) {}

  /** Ids of the constructs of all records with a TTL: an alias has that of what it points to. */
  public get timedIds(): string[] {
    return [...this.timed];
  }

  /** Makes a record and returns the id by which Terraform imports it. */
  public add(planned: PlannedRecord, type: RecordType): string {
    const { id, name, policy } = planned;
    const earlier = this.earlier(planned, type);
    const constructId = `record-${id}${type.suffix}`;
    if (typeof planned.answer !== 'string') this.timed.push(constructId);
    const record = new Route53Record(this.stack, constructId, {
      zoneId: this.zoneId,
      name,
      type: type.type,
      ...policy,
      ...this.answer(planned, type),
      ...(earlier.length > 0 && { dependsOn: earlier }),
    });
    this.recordsOf(name, type).push(record);
    this.byId.set(`${id}${type.suffix}`, record);
    return [this.zoneId, name, type.type, policy.setIdentifier].join('_');
  }

  private answer(
    { answer, evaluateTargetHealth = false }: PlannedRecord,
    type: RecordType,
  ): Partial<Route53RecordConfig> {
    if (typeof answer !== 'string') {
      return {
        ttl: this.ttlSeconds,
        records: [answer[type.prop] ?? ''],
        healthCheckId: this.health.idFor(answer, type),
      };
    }
    return { alias: { name: answer, zoneId: this.zoneId, evaluateTargetHealth } };
  }

  private earlier({ answer, after }: PlannedRecord, type: RecordType): Route53Record[] {
    // Route 53 refuses an alias to a name that is not there yet.
    const targets = typeof answer === 'string' ? this.recordsOf(answer, type) : [];
    const previous = after === undefined ? undefined : this.byId.get(`${after}${type.suffix}`);
    return previous === undefined || targets.includes(previous) ? targets : [...targets, previous];
  }

  private recordsOf(name: string, type: RecordType): Route53Record[] {
    const key = `${type.type} ${name}`;
    const records = this.byName.get(key) ?? [];
    this.byName.set(key, records);
    return records;
  }
}
