/** How the workload behaves, in the words of its profile. */
import type { AppPlan } from '../synthesis/plan';
import { type Content, markup, NOTHING } from './html';
import { folded } from './parts';
import { sentence } from './words';

/** What the system does in normal times and in a partition, and what nobody may rely on. */
export function workload({ workload: profile, placement }: AppPlan): Content {
  const facts: [string, string | undefined][] = [
    ['A write is acknowledged', profile.quorumRule],
    ['Side with the majority', profile.majoritySide],
    ['Side without it', profile.minoritySide],
    ['Loss is detected', profile.detection],
    ['New leader', profile.election],
    ['Conflicts', profile.conflictResolution],
    ['Votes are counted of', placement.voteUnit],
    ['Consensus of replicas', profile.replicaConsensus],
    ['Consensus of shards', profile.shardConsensus],
  ];
  const rows = facts.flatMap(([name, text]) =>
    text === undefined
      ? []
      : [
          markup`<div><dt>${name}</dt><dd>${text}</dd></div>
  `,
        ],
  );
  return folded(
    markup`How ${profile.system} behaves <small>${profile.pacelc}</small>`,
    markup`<dl class="facts">${rows}</dl>${limits(profile.notGuaranteed ?? [])}<p>Sources:</p><ul>${profile.sources.map(
      (source) => markup`<li class="source">${source}</li>`,
    )}</ul>`,
  );
}

function limits(notGuaranteed: string[]): Content {
  if (notGuaranteed.length === 0) return NOTHING;
  return markup`<p>Do not rely on this:</p><ul>${notGuaranteed.map((limit) => markup`<li>${sentence(limit)}</li>`)}</ul>`;
}
