/** Versions as tags of images and labels state them. */

interface Version {
  readonly numbers: number[];
  /** Such as `rc1`; absent in a release, and where what follows the numbers is a build (`-debian-12`). */
  readonly preview?: string;
}

/** The version in a text such as `v1.18.1` or `1.30.0-ubi9`; undefined for `latest` and other names. */
export function versionIn(text: string): string | undefined {
  const [, version] = /^v?(\d+\.\d+.*)$/.exec(text) ?? [];
  return version;
}

/** True when what was found is older; parts that one of them does not state do not count. */
export function isOlder(found: string, wanted: string): boolean {
  const [left, right] = [parsed(found), parsed(wanted)];
  for (const [index, number] of right.numbers.entries()) {
    const other = left.numbers[index] ?? number;
    if (other !== number) return other < number;
  }
  if (left.preview === undefined) return false;
  return right.preview === undefined || left.preview.localeCompare(right.preview, 'en', { numeric: true }) < 0;
}

/** True when the first number is larger: what the manifests were not checked against. */
export function isLaterMajor(found: string, wanted: string): boolean {
  return (parsed(found).numbers[0] ?? 0) > (parsed(wanted).numbers[0] ?? 0);
}

function parsed(text: string): Version {
  const [, numbers = '', rest = ''] = /^v?(\d+(?:\.\d+)*)(.*)$/.exec(text) ?? [];
  const [, preview] = /^-?((?:alpha|beta|rc|preview|pre|dev)[\w.]*)/.exec(rest) ?? [];
  return { numbers: numbers.split('.').map(Number), ...(preview !== undefined && { preview }) };
}
