/** Version of an image: its tag without the leading `v`, or the whole reference when it has no such tag. */
export function versionOf(image: string): string {
  return /:v?(\d+\.\d+[^/@]*)(@|$)/.exec(image)?.[1] ?? image;
}

/** True when the image is known to be older than a version, such as `3.6`. */
export function isOlderThan(image: string, major: number, minor: number): boolean {
  const found = /^(\d+)\.(\d+)/.exec(versionOf(image));
  if (!found) return false;
  const [foundMajor, foundMinor] = [Number(found[1]), Number(found[2])];
  return foundMajor < major || (foundMajor === major && foundMinor < minor);
}
