import type { TrafficRequest } from '../model/load-balancer';
import type { SupportLoss } from '../model/support-loss';
import { FaultKind } from '../recovery/fault';

/** Subject of the fault that takes every check along. */
const ALL_CHECKS = 'health checks of all sites';

/**
 * What it means that checks of Route 53 fail while the sites are well. Route 53 Developer Guide, "How Amazon Route 53 chooses records
 * when health checking is configured": of records that are all unhealthy it takes all for healthy, and of a primary and a secondary
 * that both are it answers with the primary.
 */
export function healthCheckLosses(request: TrafficRequest): SupportLoss[] {
  return request.activeSite ? checksOfRoles(request, request.activeSite.name) : checksOfEqualSites(request);
}

/** Its name servers and its checkers go on without the API that changes them, which is in one region. */
export function controlPlaneLoss(): SupportLoss {
  return {
    fault: FaultKind.CONTROL_PLANE_LOST,
    subject: 'API of Route 53 in us-east-1',
    onHeal: 'nothing',
    human:
      'nothing: queries are answered and checks are made without it, and neither moves clients by changing a record; changes of the stack wait',
  };
}

function checksOfEqualSites({ sites }: TrafficRequest): SupportLoss[] {
  const names = sites.map(({ name }) => name);
  return [
    ...names.map((site): SupportLoss => {
      const others = names.filter((other) => other !== site);
      return {
        fault: FaultKind.HEALTH_CHECKS_FAIL,
        subject: `health checks of ${site}`,
        sites: [site],
        // The only record of a name is answered with whatever its check says.
        servedBy: others.length > 0 ? others : [site],
        onHeal: `clients come back to ${site} by themselves`,
        human: reach(site),
      };
    }),
    {
      fault: FaultKind.HEALTH_CHECKS_FAIL,
      subject: ALL_CHECKS,
      servedBy: names,
      onHeal: 'sites that cannot serve are taken out again by themselves',
      human: `${reach('all sites')}; until then Route 53 takes all sites for healthy, and sends clients also to one that is lost`,
    },
  ];
}

function checksOfRoles({ sites }: TrafficRequest, active: string): SupportLoss[] {
  const passive = sites.map(({ name }) => name).filter((site) => site !== active);
  return [
    {
      fault: FaultKind.HEALTH_CHECKS_FAIL,
      subject: `health checks of ${active}`,
      sites: [active],
      servedBy: [active],
      onHeal: 'nothing',
      human: `${reach(active)}; meanwhile no site is healthy, as passive ones never are, and Route 53 answers with the primary record, which is that of ${active}`,
    },
    ...passive.map((site): SupportLoss => ({
      fault: FaultKind.HEALTH_CHECKS_FAIL,
      subject: `health checks of ${site}`,
      sites: [site],
      servedBy: [active],
      onHeal: 'nothing',
      human: `${reach(site)}; clients notice only after a failover to ${site}, which they do not follow`,
    })),
    {
      fault: FaultKind.HEALTH_CHECKS_FAIL,
      subject: ALL_CHECKS,
      sites: sites.map(({ name }) => name),
      servedBy: [active],
      onHeal: 'nothing',
      human: `${reach('all sites')}; Route 53 answers with the primary record, latches or not: after a failover set activeSite and apply the stack, or clients are sent to the site that was left`,
    },
  ];
}

function reach(site: string): string {
  return `let the health checkers of Route 53 reach the health path of ${site} again (aws route53 get-health-check-last-failure-reason says what they get)`;
}
