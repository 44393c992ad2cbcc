import { BREAK, type Exporter, type Proof, minutes } from './proof';
import { always, from } from './series';

/** The workload of a test, which stands for one of a user. */
export const fileStore: Exporter = {
  name: 'the file store of the tests',
  metrics: /^files_/,
  scrapedBy: () => 'a workload of a user',
  healthy: ({ app }) =>
    app.workload.system === 'file store' ? [{ metric: 'files_leader', labels: {}, values: always(1) }] : [],
  proofs({ app }): Record<string, Proof> {
    if (app.workload.system !== 'file store') return {};
    const values = from(BREAK, always(1), always(0));
    const changes = [{ metric: 'files_leader', values }];
    return { FilesLeaderless: { troubles: [{ what: 'no leader', changes, firesAt: BREAK + minutes(1) }] } };
  },
};
