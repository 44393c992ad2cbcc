import type { IAppHost } from '../../model/app-host';
import { Basis, Bound } from '../../recovery/bound';
import { type EmittedField, fieldOf } from '../../recovery/emitted-field';
import { REFRESH_SECONDS } from './mirror';
import { mirrorName } from './names';

/** Settings of the checkpoint connector. */
const CHECKPOINTS = 'emit.checkpoints.interval.seconds';
const GROUPS = 'sync.group.offsets.interval.seconds';

/**
 * How far the offsets of a consumer group in the other sites are behind what it has consumed: it gets the records of that time
 * a second time. They are rounded down to a record whose copy is known, so they never skip one.
 */
export function offsetsBehind(host: IAppHost): Bound {
  return Bound.sum('offsets of consumer groups behind the records', [
    interval(host, 'offsets are translated', CHECKPOINTS),
    interval(host, 'offsets are written to the groups', GROUPS),
  ]);
}

function interval(host: IAppHost, name: string, setting: string): Bound {
  return Bound.term({
    name,
    seconds: REFRESH_SECONDS,
    basis: Basis.DERIVED,
    source: `KafkaMirrorMaker2, checkpointConnector: ${setting} ${REFRESH_SECONDS}`,
    fields: fieldsOf(host, setting),
  });
}

/** One mirror for each other site, in each site. */
function fieldsOf({ dataSites }: IAppHost, setting: string): EmittedField[] {
  return dataSites.flatMap((site) =>
    dataSites.slice(1).map((_, index) => {
      const path = `/spec/mirrors/${index}/checkpointConnector/config/${setting}`;
      return fieldOf('KafkaMirrorMaker2', mirrorName(site), path, REFRESH_SECONDS);
    }),
  );
}
