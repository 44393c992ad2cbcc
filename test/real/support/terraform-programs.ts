import { execFileSync } from 'node:child_process';
import { type Program, missingPrograms, versionOf } from './programs';

const TERRAFORM: Program = {
  name: 'terraform',
  from: 'https://developer.hashicorp.com/terraform/install, 1.10 or later',
  version: ['terraform', 'version'],
};
const MOTO: Program = {
  name: 'moto_server',
  from: "pip install 'moto[server]'",
  version: ['python3', '-c', "from importlib.metadata import version; print('moto', version('moto'))"],
};

/** An installed provider. */
export interface ProviderPlugin {
  /** Folder that Terraform can use as a `filesystem_mirror`. */
  readonly mirror: string;
  readonly version: string;
}

/** The newest AWS provider on this machine, wherever it is. */
export const AWS_PROVIDER = findProvider();

/** What is not there of Terraform, its AWS provider, and moto. */
export function missingForTerraform(): string[] {
  return [
    ...missingPrograms([TERRAFORM, MOTO]),
    ...(AWS_PROVIDER ? [] : ['the AWS provider (`terraform providers mirror` downloads it, then unpack it)']),
  ];
}

/** Versions of them, one each. */
export function terraformVersions(): string[] {
  return [versionOf(TERRAFORM), `AWS provider ${AWS_PROVIDER?.version ?? ''}`, versionOf(MOTO)];
}

function findProvider(): ProviderPlugin | undefined {
  const search =
    "find / -xdev -path /proc -prune -o -name 'terraform-provider-aws*' -type f -print 2>/dev/null || true";
  const files = execFileSync('/bin/sh', ['-c', search], { encoding: 'utf8' }).split('\n');
  const plugins = files.flatMap((file) => {
    const place = /^(.*)\/registry\.terraform\.io\/hashicorp\/aws\/([^/]+)\/[^/]+\/terraform-provider-aws[^/]*$/;
    const [, mirror, version] = place.exec(file) ?? [];
    return mirror === undefined || version === undefined ? [] : [{ mirror, version }];
  });
  return plugins.sort((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true })).at(-1);
}
