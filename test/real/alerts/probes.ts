import { BREAK, type Exporter, type Proof, minutes, missing } from './proof';
import type { Scene } from './scene';
import { prerequisiteOf } from './scraping';
import { type Series, always } from './series';

const SUCCESS = 'probe_success';

/** The blackbox exporter in a passive site: what clients of the other sites get. */
export const probes: Exporter = {
  name: 'blackbox exporter',
  metrics: /^probe_/,
  scrapedBy: (scene) =>
    probesOf(scene).length === 0 ? undefined : prerequisiteOf(scene, 'blackbox-exporter', /selects Probe objects/),

  healthy(scene) {
    return probesOf(scene).map((probe) => series(scene, probe));
  },

  proofs(scene): Record<string, Proof> {
    const active = probesOf(scene).find(({ site }) => site === scene.app.activePassive?.activeSite);
    if (active === undefined) return {};
    const others = probesOf(scene).filter(({ site }) => site !== active.site);
    const failing = (job: string, seconds: number) => [
      { metric: SUCCESS, where: { job }, values: (now: number) => (now >= BREAK && now < BREAK + seconds ? 0 : 1) },
    ];
    return {
      ActiveSiteDown: {
        troubles: [
          { what: 'it answers nobody', changes: failing(active.job, Infinity), firesAt: BREAK + minutes(1) },
          {
            what: 'it answers nobody, and nor does any other site',
            changes: [active, ...others].flatMap(({ job }) => failing(job, Infinity)),
            firesAt: BREAK + minutes(1),
          },
        ],
        calms: [
          { what: 'two probes in a row fail', changes: failing(active.job, 60) },
          ...others.map(({ job, site }) => ({ what: `${site} answers nobody`, changes: failing(job, Infinity) })),
        ],
      },
      ActiveSiteDownAbsent: missing(SUCCESS, minutes(1), { job: active.job }),
    };
  },
};

interface WatchedSite {
  readonly site: string;
  readonly job: string;
  readonly url: string;
}

function probesOf({ objects, app }: Scene): WatchedSite[] {
  const own = objects.filter(({ kind, metadata }) => kind === 'Probe' && metadata.namespace === app.namespace);
  return own.map(({ metadata, spec }) => {
    const { jobName, targets } = spec as { jobName: string; targets: { staticConfig: { static: [string] } } };
    return { site: metadata.name.replace('site-', ''), job: jobName, url: targets.staticConfig.static[0] };
  });
}

/** Labels as the operator gives them to the targets of a Probe. */
function series({ app }: Scene, { job, url }: WatchedSite): Series {
  return { metric: SUCCESS, labels: { job, namespace: app.namespace, instance: url }, values: always(1) };
}
