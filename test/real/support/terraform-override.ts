import type { TerraformJson } from 'cndr/testing';

/** Terraform JSON of a stack, as far as tests read it. */
export interface Stack extends TerraformJson {
  readonly terraform?: { readonly required_providers?: { readonly aws?: { readonly version: string } } };
  readonly provider?: { readonly aws?: { readonly alias?: string; readonly region: string }[] };
}

type Resources = Record<string, Record<string, Record<string, unknown>>>;

/** What a test changes in a stack that it does not write itself. */
export interface Override {
  /** Version of the provider that is installed. */
  readonly providerVersion: string;
  /** URL that stands for all of AWS. */
  readonly endpoint: string;
  /** Ids of hosted zones, by those that the stack names. */
  readonly zones?: Record<string, string>;
  /** True to let everything be destroyed. */
  readonly destroyable?: boolean;
}

/** Services of AWS that stacks use. A new one is added here, or its resources ask the real AWS and fail. */
const SERVICES = ['iam', 'kms', 's3', 'sts', 'route53'];

/** Content of an override file: Terraform merges it into the stack, which stays as it was written. */
export function overrideOf(stack: Stack, override: Override): object {
  const { providerVersion, endpoint, zones = {}, destroyable = false } = override;
  const { resource: resources = {}, provider } = stack;
  const resource = merged(zonesIn(resources, zones), destroyable ? unprotected(resources) : {});
  return {
    terraform: { required_providers: { aws: { source: 'aws', version: providerVersion } } },
    ...(provider?.aws && { provider: { aws: provider.aws.map(({ alias }) => ({ alias, ...local(endpoint) })) } }),
    ...(Object.keys(resource).length > 0 && { resource }),
  };
}

function local(endpoint: string): object {
  return {
    access_key: 'test',
    secret_key: 'test',
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    skip_requesting_account_id: true,
    s3_use_path_style: true,
    endpoints: [Object.fromEntries(SERVICES.map((service) => [service, endpoint]))],
  };
}

function zonesIn(resources: Resources, zones: Record<string, string>): Resources {
  return mapped(resources, (resource) => {
    const alias = resource.alias as { zone_id?: unknown } | undefined;
    const zone = zones[String(resource.zone_id)];
    if (zone === undefined) return undefined;
    return { zone_id: zone, ...(alias && { alias: { ...alias, zone_id: zones[String(alias.zone_id)] } }) };
  });
}

function unprotected(resources: Resources): Resources {
  return mapped(resources, ({ lifecycle }) =>
    lifecycle === undefined ? undefined : { lifecycle: { prevent_destroy: false } },
  );
}

/** One change for each resource that has one. */
function mapped(resources: Resources, change: (resource: Record<string, unknown>) => object | undefined): Resources {
  const types = Object.entries(resources).map(([type, byId]) => {
    const changes = Object.entries(byId).flatMap(([id, resource]) => {
      const changed = change(resource);
      return changed === undefined ? [] : [[id, changed] as const];
    });
    return [type, Object.fromEntries(changes) as Resources[string]] as const;
  });
  return Object.fromEntries(types.filter(([, changes]) => Object.keys(changes).length > 0));
}

function merged(one: Resources, other: Resources): Resources {
  const types = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    types.map((type) => {
      const ids = [...new Set([...Object.keys(one[type] ?? {}), ...Object.keys(other[type] ?? {})])];
      return [type, Object.fromEntries(ids.map((id) => [id, { ...one[type]?.[id], ...other[type]?.[id] }]))];
    }),
  );
}
