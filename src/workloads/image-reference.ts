const HOST = /[A-Za-z0-9.-]+(?::\d+)?\//;
const PATH = /[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*/;
const TAG = /:\w[\w.-]{0,127}/;
const DIGEST = /@[a-z0-9]+:[0-9a-f]{32,}/;

const REFERENCE = new RegExp(
  `^(?:${HOST.source})?${PATH.source}(?:/${PATH.source})*(?:${TAG.source})?(?:${DIGEST.source})?$`,
);

/** Why kubelet could not pull an image: one message, or none. The API server takes any text. */
export function imageProblems(prop: string, image: string): string[] {
  if (REFERENCE.test(image)) return [];
  return [
    `${prop} is "${image}"; allowed is a reference to a container image, in lower case, with a tag or a digest where there is a : or @; write one such as registry.example.com/shop/web:1.4.2`,
  ];
}
