/** What stands left of what in a drawing: dagre's own search for the fewest crossings costs more, and knows no fleet's order. */
import type * as Dagre from '@dagrejs/dagre';
import type { PlannedTopology } from '../synthesis/plan';
import { bundlesOf } from './topology-bundles';

type Graph = Dagre.graphlib.Graph<Dagre.GraphLabel, Dagre.NodeLabel, Dagre.EdgeLabel>;

/** Names of the boxes of a topology. */
export const boxIds = {
  clients: 'clients',
  balancer: 'balancer',
  store: 'store',
  site: (name: string) => `site ${name}`,
  link: (index: number) => `link ${index}`,
};

/** Orders the nodes of each rank: sites as the fleet names them, links between their ends, lines to the store outside. */
export function orderFor(topology: PlannedTopology): (graph: Graph) => void {
  const columns = columnsOf(topology);
  const last = topology.sites.length - 1;
  const columnOf = (id: string): number => columns.get(id) ?? last / 2;
  const keyOf = (id: string, { edgeObj }: Dagre.NodeLabel): number => {
    if (!edgeObj) return columnOf(id);
    const from = columnOf(edgeObj.v);
    if (edgeObj.w !== boxIds.store) return (from + columnOf(edgeObj.w)) / 2;
    return from <= last / 2 ? from - last - 1 : from + last + 1;
  };
  return (graph) => {
    const keyed = graph.nodes().map((id) => ({ node: graph.node(id), key: keyOf(id, graph.node(id)) }));
    const next = new Map<number, number>();
    for (const { node } of keyed.sort((a, b) => a.key - b.key)) {
      const rank = node.rank ?? 0;
      node.order = next.get(rank) ?? 0;
      next.set(rank, node.order + 1);
    }
  };
}

function columnsOf({ sites, links }: PlannedTopology): Map<string, number> {
  const names = sites.map(({ name }) => name);
  const between = bundlesOf(links).map((bundle) => {
    const ends = [...new Set(bundle.links.flatMap(({ from, to }) => [from, to]))];
    return ends.reduce((sum, name) => sum + names.indexOf(name), 0) / ends.length;
  });
  return new Map([
    ...names.map((name, column): [string, number] => [boxIds.site(name), column]),
    ...between.map((column, index): [string, number] => [boxIds.link(index), column]),
  ]);
}
