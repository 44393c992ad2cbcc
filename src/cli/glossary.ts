/** The words of the plan, for people who meet them there first. */
export interface Word {
  readonly name: string;
  readonly meaning: string;
}

export const GLOSSARY: Word[] = [
  word(
    'RPO',
    'recovery point objective: how much of what was acknowledged may be lost, as a time. The plan holds what was asked for (objective) and what the configuration gives at worst (bound).',
  ),
  word(
    'RTO',
    'recovery time objective: how long clients may be without service. The plan holds what was asked for (objective) and what the configuration gives at worst (bound).',
  ),
  word('objective', 'what the application asks for, in props. Synthesis fails when the bound is longer.'),
  word('bound', 'a computed worst case: a tree of terms, each with the field or document that its number comes from.'),
  word('term', 'one number of a bound. It is derived, measured or assumed.'),
  word('derived', 'the number follows from a field that is emitted: nothing has to be believed.'),
  word(
    'assumed',
    'nobody has proved the number: a documented default of somebody else, or a guess that a prop may replace by what you know.',
  ),
  word('measured', 'the number was seen in a drill or in production.'),
  word('guaranteed', 'verdict: every term of the bound is derived.'),
  word('estimated', 'verdict: at least one term of the bound is assumed.'),
  word(
    'unbounded',
    'verdict: nothing limits the time, for the reason that is given with it. No objective is met by it.',
  ),
  word('sum', 'the parts of a bound come one after the other.'),
  word('max', 'the parts of a bound run at the same time: the longest counts, and shortening another gains nothing.'),
  word('workload gap', 'how long the workload takes no writes after a fault.'),
  word(
    'client gap',
    'how long a client is without service after a fault: the workload may be back before its clients find it.',
  ),
  word('site lost', 'fault: the site and everything in it is gone.'),
  word('site cut off', 'fault: the site lives, but reaches no other site.'),
  word(
    'quorum',
    'a majority of the votes: without it a strongly consistent system takes no writes, so that no two sides can.',
  ),
  word('witness', 'a site that holds a vote and serves nobody.'),
  word('waiver', 'accepts the findings of one rule with a reason, which lands in the plan.'),
  word(
    'prerequisite',
    'what the output needs and does not contain: operators, Secrets, StorageClasses, DNS delegation.',
  ),
  word(
    'switchover',
    'a planned move of the active site while both sites live: maintenance, or going home after a failover.',
  ),
  word('failover', 'another site takes over, since the active one is lost.'),
  word('reprotect', 'the lost site came back and becomes a copy of the one that took over.'),
  word(
    'fencing',
    'what keeps a site that was taken for lost from taking writes. It comes before anything is promoted.',
  ),
  word('latch', 'keeps clients from going back by themselves to a site that comes back.'),
  word(
    'write latency',
    'how long a write takes between sites, from rttMillis: to the leader, and from there to the nearest sites that complete a majority. Disks, and transactions over several shards, come on top.',
  ),
  word(
    'capacity after a loss',
    'pods that the other sites may have once the largest sites that may be lost are gone, beside what the load of all takes (rule CAP-02).',
  ),
  word(
    'availability',
    'how much of a year the application serves, as far as sites decide it: an estimate from published service levels and an assumed number of losses, which the prop availability replaces. Nothing is refused because of it.',
  ),
  word(
    'consistency skew',
    'how far parts of the data that refer to each other may be apart after a failover or a restore; 0 where all are of one moment.',
  ),
  word(
    'grace',
    'how long a fault may last before clients notice: what was prepared before it, such as certificates that are still valid, lasts as long.',
  ),
  word(
    'coverage',
    'what holds state or configuration, and what brings each piece back: replication, a backup, or Git.',
  ),
  word(
    'independence',
    'what the recovery from the loss of a site needs, and that none of it is lost with the site. Of an availability: that sites do not fail together.',
  ),
  word(
    'known time',
    'what you know better than the library assumes: props measurements (from drills or production) and assumptions (your own guess). It takes the place of an assumed term, by its name; derived terms follow from the output.',
  ),
  word('measurement', 'a known time that was seen, in a drill or in production: the longest one.'),
  word(
    'record TTL',
    'how long resolvers may answer with an old address after the load balancer has changed it. Prop recordTtl of GlobalLoadBalancer.route53; a shorter one costs more queries.',
  ),
  word(
    "clients' own DNS cache",
    'how long clients keep an address whatever its TTL. Prop clientCache of GlobalLoadBalancer.route53; 0 where all clients honour the TTL.',
  ),
  word(
    'health check interval x threshold',
    'how long a load balancer sees a site fail before it believes it. Prop healthCheck of GlobalLoadBalancer.route53.',
  ),
  word(
    'probe timeout x threshold',
    'what each failing probe may take on top of its interval, as a site that is gone does not answer at all.',
  ),
  word(
    'propagation of the health status',
    'how long it takes from a failed check to all name servers. Prop propagation of GlobalLoadBalancer.route53.',
  ),
  word(
    'open connections of clients end',
    'clients that are connected ask for no new address. Prop connectionAge of GlobalLoadBalancer.route53: what your Gateway enforces.',
  ),
  word(
    'largest gap between two backups',
    'of the schedule, over a year: longer than the usual gap where months end or clocks change.',
  ),
  word('duration of a backup', 'a backup holds what was there when it began, and counts once it has ended.'),
  word('human decision', 'how long people take to agree on a failover. Trigger.manual states it; drills measure it.'),
];

/** A word in whatever case it is written. */
export function findWord(name: string): Word | undefined {
  return GLOSSARY.find((known) => known.name.toLowerCase() === name.trim().toLowerCase());
}

function word(name: string, meaning: string): Word {
  return { name, meaning };
}
