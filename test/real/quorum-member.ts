import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { Synthesized } from 'cndr/testing';
import { inWordsOf } from './quorum-dialect';

/** A readiness probe as kubelet would run it. */
export interface ProbeSpec {
  readonly port: number;
  readonly path: string;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

/** What the one member of a site is started with. */
export interface MemberSpec {
  readonly args: string[];
  readonly probe: ProbeSpec;
}

/** Folders in the place of what the pod mounts: Secrets by name, and the volume. */
export interface Mounts {
  secret(name: string): string;
  readonly volume: string;
}

/** The member of a site as its StatefulSet describes it, in the words of an etcd and with the paths of this machine. */
export function memberOf(site: string, manifests: Synthesized, version: string, mounts: Mounts): MemberSpec {
  const { metadata, spec } = manifests.object(site, 'StatefulSet', 'etcd') as unknown as StatefulSet;
  if (spec?.replicas !== 1) throw new Error(`${site} has ${spec?.replicas ?? 'no'} members; one namespace holds one`);
  const pod = spec.template.spec;
  const container = pod?.containers[0];
  const { httpGet, periodSeconds, timeoutSeconds, failureThreshold } = container?.readinessProbe ?? {};
  const paths = (container?.volumeMounts ?? []).map(({ name, mountPath }) => {
    const secret = pod?.volumes?.find((volume) => volume.name === name)?.secret?.secretName;
    return { mountPath, folder: secret === undefined ? mounts.volume : mounts.secret(secret) };
  });
  const localPath = (arg: string) =>
    paths.reduce((text, { mountPath, folder }) => text.replace(`=${mountPath}/`, `=${folder}/`), arg);
  return {
    args: (container?.args ?? []).map((arg) =>
      localPath(inWordsOf(version, arg)).replaceAll('$(POD_NAME)', `${metadata?.name ?? ''}-0`),
    ),
    probe: {
      port: Number(httpGet?.port),
      path: inWordsOf(version, httpGet?.path ?? ''),
      periodSeconds: periodSeconds!,
      timeoutSeconds: timeoutSeconds!,
      failureThreshold: failureThreshold!,
    },
  };
}
