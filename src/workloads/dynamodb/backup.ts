import { BackupPlan } from '@cdktf/provider-aws/lib/backup-plan';
import { BackupSelection } from '@cdktf/provider-aws/lib/backup-selection';
import { BackupVault } from '@cdktf/provider-aws/lib/backup-vault';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { IAppHost } from '../../model/app-host';
import type { ProtectionPlan } from '../../model/backup';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import { Basis, Bound } from '../../recovery/bound';
import { resourceField } from '../../recovery/emitted-field';
import { BackupMethod } from '../../rules/vocabulary';
import type { DynamoDbSettings } from './settings';
import { type Regions, TABLE } from './table';

/** AWS Backup takes snapshots once an hour at most. */
const HOURLY = 'cron(0 * ? * * *)';
const HOUR_SECONDS = 3600;
/** The shortest window that AWS Backup takes for the start of a backup. */
const START_MINUTES = 60;
/** DynamoDB Developer Guide, point-in-time recovery: LatestRestorableDateTime is typically 5 minutes before now. */
const POINT_IN_TIME_SECONDS = 300;

/**
 * Copies of the table in the Region of the fleet's backups. Point-in-time recovery undoes an error, but its backups lie in the
 * Regions of the data and are deleted with the table. Every site takes its own: what one had not replicated is in no other, and
 * the backups go on when a site is lost.
 */
export function addBackups(host: IAppHost, settings: DynamoDbSettings, regions: Regions): void {
  const { store, protection } = host;
  if (!store || !protection || settings.backupRoleArn === undefined) return;
  const copies = addVault(host, 'backup-copies', regions.in(store.region));
  for (const site of host.dataSites) {
    addPlan(host, site, { ...settings, backupRoleArn: settings.backupRoleArn, protection, copies, regions });
    host.require(site, {
      kind: PrerequisiteKind.SETTING,
      name: 'AWS Backup, advanced features for DynamoDB',
      why: `switched on in ${site.region} (aws backup update-region-settings --resource-type-management-preference DynamoDB=true): without it backups of tables are not copied to ${store.region}`,
    });
    host.stateBackup({
      name: planName(host, site),
      site: site.name,
      method: BackupMethod.NATIVE,
      store: { bucket: vaultName(host), region: store.region },
      schedule: '0 * * * *',
      intervalSeconds: HOUR_SECONDS,
      durationSeconds: protection.maxDuration.toSeconds(),
      ttlSeconds: keptDays(protection) * 86_400,
    });
  }
}

interface PlanProps {
  readonly table: string;
  readonly backupRoleArn: string;
  readonly protection: ProtectionPlan;
  readonly copies: BackupVault;
  readonly regions: Regions;
}

function addPlan(host: IAppHost, site: Site, props: PlanProps): void {
  const { protection, copies } = props;
  const provider = props.regions.in(site.region);
  const name = planName(host, site);
  const lifecycle = { deleteAfter: keptDays(protection) };
  const plan = new BackupPlan(host.stack, `backup-plan-${site.name}`, {
    provider,
    name,
    rule: [
      {
        ruleName: 'hourly',
        targetVaultName: addVault(host, `backup-${site.name}`, provider).name,
        schedule: HOURLY,
        startWindow: START_MINUTES,
        completionWindow:
          START_MINUTES + Math.max(60, Math.ceil(protection.maxDuration.toMinutes({ integral: false }))),
        lifecycle,
        copyAction: [{ destinationVaultArn: copies.arn, lifecycle }],
      },
    ],
  });
  const [, partition = '', account = ''] = /^arn:([^:]+):iam::(\d{12}):/.exec(props.backupRoleArn) ?? [];
  new BackupSelection(host.stack, `backup-selection-${site.name}`, {
    provider,
    name,
    planId: plan.id,
    iamRoleArn: props.backupRoleArn,
    // Of a replica the stack has no resource; its ARN is that of the table in its Region.
    resources: [`arn:${partition}:dynamodb:${site.region}:${account}:table/${props.table}`],
  });
}

function addVault(host: IAppHost, id: string, provider: AwsProvider): BackupVault {
  return new BackupVault(host.stack, id, { provider, name: vaultName(host), lifecycle: { preventDestroy: true } });
}

function vaultName(host: IAppHost): string {
  return `${host.fleet.name}-${host.name}-dynamodb`;
}

function planName(host: IAppHost, site: Site): string {
  return `${host.name}-dynamodb-${site.name}`;
}

function keptDays({ retention }: ProtectionPlan): number {
  return Math.max(1, Math.ceil(retention.toDays({ integral: false })));
}

/** From an error such as deleted items: how far back the newest moment is that can be restored. */
export function pointInTimeAge(): Bound {
  return Bound.term({
    name: 'newest moment that can be restored',
    seconds: POINT_IN_TIME_SECONDS,
    basis: Basis.ASSUMED,
    source:
      'aws_dynamodb_table, point_in_time_recovery; DynamoDB Developer Guide: LatestRestorableDateTime is typically 5 minutes before the current time',
    fields: [resourceField(`aws_dynamodb_table ${TABLE}`, '/point_in_time_recovery/enabled', 'true')],
  });
}
