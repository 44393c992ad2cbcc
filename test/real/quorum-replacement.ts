import { until } from './network/until';
import type { EtcdCluster, ListedMember } from './quorum-cluster';

/**
 * The commands by which a member that is lost for good is replaced, as in etcd's documentation (v3.6, runtime
 * configuration). In one place, so that they can come from the generated runbook once there is one.
 */
export const COMMANDS = {
  remove: (id: string) => ['member', 'remove', id],
  add: (name: string, peerUrl: string) => ['member', 'add', name, '--learner', `--peer-urls=${peerUrl}`],
  promote: (id: string) => ['member', 'promote', id],
};

const CATCH_UP_SECONDS = 60;

/** Removes the member of a site, with the command given in another one. First of all: until then its vote counts. */
export async function removeMember(cluster: EtcdCluster, lost: string, from: string): Promise<ListedMember> {
  const member = (await cluster.members(from)).find(({ name }) => name.startsWith(`${lost}-`));
  if (member === undefined) throw new Error(`no member of ${lost}`);
  await cluster.ctl(from, ...COMMANDS.remove(member.id));
  return member;
}

/**
 * Adds a member in the place of one that was removed, with the commands given in another site.
 *
 * @param startEmpty starts it with an empty volume, as of the cluster that already runs
 */
export async function addMember(
  cluster: EtcdCluster,
  { name, peerUrl }: ListedMember,
  from: string,
  startEmpty: () => void,
): Promise<void> {
  await cluster.ctl(from, ...COMMANDS.add(name, peerUrl));
  startEmpty();
  const learner = (await cluster.members(from)).find(({ isLearner }) => isLearner);
  if (learner === undefined) throw new Error('the new member is no learner');
  // Refused until it has caught up.
  await until(`${name} is promoted`, CATCH_UP_SECONDS, () => cluster.ctl(from, ...COMMANDS.promote(learner.id)));
}
