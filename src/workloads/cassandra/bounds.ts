import { durationText } from '../../kinds/duration';
import { alertFields } from '../../model/alert-fields';
import type { IAppHost } from '../../model/app-host';
import { Pattern } from '../../model/profile';
import { Basis, Bound } from '../../recovery/bound';
import { Effort } from '../../recovery/term';
import { type EmittedField, fieldOf } from '../../recovery/emitted-field';
import { dataHealthDetection } from '../data-health';
import { EVALUATION, SCRAPE, watchFields } from '../watch-fields';
import { HEALTH_TIMEOUT } from './health';
import { CASSANDRA } from './names';
import type { CassandraSettings } from './settings';
import { GOSSIP, TIMEOUTS, convictionSeconds, longestIntervalOption, millisText } from './timing';

/** The alert on writes that wait for another node. */
export const HINTS_ALERT = { name: 'CassandraHints', objective: 'rpo' };
/**
 * From the first hint to the alert counting the time: a scrape, and two evaluations, as one may come just before the scrape,
 * and the last one just before the time is over.
 */
const OBSERVATION_SECONDS = SCRAPE.toSeconds() + 2 * EVALUATION.toSeconds();
/** The longest hint window, after which writes are not kept. */
const LONGEST_TOLERANCE_SECONDS = 2 * 86_400;
/** The shortest tolerance that an evaluation every 30 s can tell from none. */
const SHORTEST_TOLERANCE_SECONDS = 30;

const YAML = 'K8ssandraCluster, spec.cassandra.config.cassandraYaml';
const CONFIG = '/spec/cassandra/config';

/** From the loss of a site to the others serving all requests. */
export function failoverGap(host: IAppHost): Bound {
  if (host.pattern !== Pattern.STRONG_CONSISTENCY) {
    // Every site holds all data, and a request at LOCAL_QUORUM waits for no other one.
    return timeout(host, 'requests under way when a site is lost', 'request_timeout', 'no request waits for longer');
  }
  return Bound.sum('requests that are sent to replicas of the lost site', [
    deadNodes(host),
    timeout(
      host,
      'last read that waits for them',
      'read_request_timeout',
      'a read at QUORUM asks as few replicas as it needs, those of the lost site among them until they are taken for dead; writes go to all, and wait for none in particular',
    ),
  ]);
}

/** From the cut around a site to its health endpoint failing. */
export function isolationDetection(host: IAppHost): Bound {
  const name = 'site without a quorum leaves traffic';
  if (host.pattern !== Pattern.STRONG_CONSISTENCY) {
    return Bound.unbounded(
      name,
      'by design a site that is cut off goes on serving its clients at LOCAL_QUORUM, and reconciles later',
    );
  }
  return Bound.sum(name, [deadNodes(host), dataHealthDetection(HEALTH_TIMEOUT)]);
}

/**
 * Acknowledged writes that no other site has. A write at LOCAL_QUORUM is sent to all sites at once; a copy that is not confirmed
 * within the write timeout becomes a hint, which the coordinator keeps on its own disk, in its own site, until it is delivered.
 * So without hints the others lag by the write timeout at most. Nothing limits how long there are hints: an alert only says so.
 */
export function replicationLag(host: IAppHost, { alertOnHints, hintTolerance }: CassandraSettings): Bound {
  const name = 'acknowledged writes lost';
  if (!alertOnHints) {
    return Bound.unbounded(
      name,
      'alertOnHints of Cassandra is false, so that nobody hears of writes that other sites do not get; set it to true',
    );
  }
  // More is refused, and no bound takes all that may be given.
  const tolerance = Math.min(hintTolerance.toSeconds({ integral: false }), LONGEST_TOLERANCE_SECONDS);
  return Bound.sum(name, [
    timeout(
      host,
      'a write that another site does not confirm becomes a hint',
      'write_request_timeout',
      'what is not confirmed by then is counted as a hint',
    ),
    Bound.term({
      name: 'hints are seen',
      seconds: OBSERVATION_SECONDS,
      basis: Basis.ASSUMED,
      source: `alert ${HINTS_ALERT.name}: scraped every ${SCRAPE.toSeconds()} s, evaluated every ${EVALUATION.toSeconds()} s; a Prometheus that is down sees nothing`,
      fields: watchFields(host, HINTS_ALERT, CASSANDRA),
    }),
    Bound.term({
      name: 'hints are tolerated',
      seconds: tolerance,
      basis: Basis.ASSUMED,
      source: `alert ${HINTS_ALERT.name} fires after it (for): whoever is called has to stop the writes, or repair the way between the sites`,
      fields: alertFields(host, HINTS_ALERT, 'for', durationText(hintTolerance)),
      lever: {
        change: `set hintTolerance of Cassandra to ${SHORTEST_TOLERANCE_SECONDS} s (now ${tolerance} s)`,
        seconds: SHORTEST_TOLERANCE_SECONDS,
        effort: Effort.SETTING,
      },
    }),
  ]);
}

/** Nodes that are gone are taken for dead by all others. */
function deadNodes(host: IAppHost): Bound {
  const nodes = host.placement.sites.reduce((sum, site) => sum + site.nodes, 0);
  return Bound.sum('nodes of the lost site are taken for dead', [
    Bound.term({
      name: 'last signs of life on their way through gossip',
      // Everybody knows after as many rounds as doublings take, and one more.
      seconds: (Math.ceil(Math.log2(Math.max(2, nodes))) + 1) * GOSSIP.intervalSeconds,
      basis: Basis.ASSUMED,
      source: `Gossiper.java: each of ${nodes} nodes tells one other every ${GOSSIP.intervalSeconds} s; who is told is chosen at random`,
    }),
    Bound.term({
      name: 'phi_convict_threshold x ln 10 x longest mean interval',
      seconds: convictionSeconds(),
      basis: Basis.DERIVED,
      source: `${YAML}.phi_convict_threshold ${GOSSIP.phi} and -Dcassandra.fd_max_interval_ms=${GOSSIP.maxIntervalSeconds * 1000} (FailureDetector.java)`,
      fields: [
        configField(host, 'cassandraYaml/phi_convict_threshold', GOSSIP.phi),
        configField(host, 'jvmOptions/additionalJvmServerOptions', longestIntervalOption()),
      ],
    }),
    Bound.term({
      name: 'next look of the failure detector',
      seconds: GOSSIP.intervalSeconds,
      basis: Basis.ASSUMED,
      source: 'Gossiper.java, intervalInMillis: the failure detector is asked once in it',
    }),
  ]);
}

function timeout(host: IAppHost, name: string, setting: keyof typeof TIMEOUTS, why: string): Bound {
  return Bound.term({
    name,
    seconds: TIMEOUTS[setting] / 1000,
    basis: Basis.DERIVED,
    source: `${YAML}.${setting}: ${why}`,
    fields: [configField(host, `cassandraYaml/${setting}`, millisText(TIMEOUTS[setting]))],
  });
}

/** The name of the K8ssandraCluster is that of the application. */
function configField(host: IAppHost, path: string, value: string | number): EmittedField {
  return fieldOf('K8ssandraCluster', host.name, `${CONFIG}/${path}`, value);
}
