/** Where images are pulled from, as far as the name of the registry says it. */
import { visitObjects } from './json';
import type { Manifest } from './manifests';
import { remembered } from './remembered';

/** Fields that name an image: those of containers, and those of custom resources. */
const IMAGE_FIELDS = ['image', 'imageName'];

/** All images that a cluster pulls, each once. */
export function imagesIn(manifests: Manifest[], cluster: string): string[] {
  const own = manifests.filter((each) => each.cluster === cluster && each.kind !== 'ConfigMap');
  return [...new Set(own.flatMap(imagesOf))];
}

const imagesOf = remembered(({ json }: Manifest): string[] => {
  const images: string[] = [];
  visitObjects(json, (fields) => {
    for (const field of IMAGE_FIELDS) {
      const image = fields[field];
      if (typeof image === 'string' && image !== '') images.push(image);
    }
  });
  return images;
});

/** The registry of an image; undefined for one of Docker Hub, which is not named. */
export function registryOf(image: string): string | undefined {
  const [first = '', ...rest] = image.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') ? first.replace(/:\d+$/, '') : undefined;
}

/**
 * True when the name of a registry says that it is in a region: a label of its own, as in
 * `<account>.dkr.ecr.us-east-1.amazonaws.com`, or `<region>-docker.pkg.dev`.
 */
export function isInRegion(registry: string, region: string): boolean {
  const labels = registry.toLowerCase().split('.');
  const inGoogle = registry.endsWith('.pkg.dev') && labels[0]?.startsWith(`${region.toLowerCase()}-`) === true;
  return labels.includes(region.toLowerCase()) || inGoogle;
}
