import type { Certificate } from '../../../src/kinds/cert-manager';
import { type Dial, type Destination, destinationOf, dialsOf } from './dials';
import type { Output } from '../output';
import { type AppSpec, namespaceOf } from '../spec';

/** Every name of a Service or a pod that something dials leads to pods, in the site that it names. */
export function addresses(output: Output): string[] {
  return eachDial(output, (dial, destination) =>
    typeof destination === 'string' ? [`${dial.host}: ${destination}`] : [],
  );
}

/** The server behind every name that is dialled over TLS has a certificate for it. */
export function certificates(output: Output): string[] {
  return eachDial(output, (dial, destination, app) => {
    // What an image speaks with its front end is its own matter.
    if (typeof destination === 'string' || dial.scheme === 'http' || app.workload.kind === 'custom') return [];
    const issued = serverCertificates(output, app, destination);
    const names = issued.flatMap(({ spec }) => spec.dnsNames ?? []);
    return names.some((name) => covers(name, dial.host))
      ? []
      : [`no certificate is for ${dial.host}, only for ${names.join(' ')}`];
  });
}

function eachDial(
  output: Output,
  complain: (dial: Dial, destination: Destination | string, app: AppSpec) => string[],
): string[] {
  return output.spec.apps.flatMap((app) =>
    dialsOf(output, app).flatMap((dial) =>
      complain(dial, destinationOf(output, dial), app).map(
        (complaint) => `${dial.from.name} ${dial.pods.owner} ${dial.at}: ${complaint}`,
      ),
    ),
  );
}

/** Certificates of servers whose Secrets the pods mount, or their operator does. */
function serverCertificates(output: Output, app: AppSpec, { site, pods }: Destination): Certificate[] {
  const all = output.ofKind<Certificate>(site.name, 'Certificate.cert-manager.io', namespaceOf(app));
  const mounted = pods.flatMap(({ spec }) =>
    (spec.volumes ?? []).flatMap(({ secret, projected }) => [
      secret?.secretName,
      ...(projected?.sources ?? []).map((source) => source.secret?.name),
    ]),
  );
  const operated = pods.length === 0 || pods.some(({ owner }) => owner.startsWith('CrdbCluster'));
  return all.filter(
    ({ spec }) => spec.usages.includes('server auth') && (operated || mounted.includes(spec.secretName)),
  );
}

function covers(dnsName: string, host: string): boolean {
  return dnsName === host || (dnsName.startsWith('*.') && dnsName.slice(2) === host.replace(/^[^.]+\./, ''));
}
