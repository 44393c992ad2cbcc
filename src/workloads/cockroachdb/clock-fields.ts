import type { IAppHost } from '../../model/app-host';
import { type EmittedField, fieldOf } from '../../recovery/emitted-field';
import { COCKROACHDB } from './names';
import { CockroachDbVehicle } from './props';
import type { CockroachDbSettings } from './settings';
import { clockVariables } from './timing';
import { zonesIn } from './zones';

/** A variable of the nodes' environment that sets a clock. */
export type ClockVariable = keyof ReturnType<typeof clockVariables>;

/** The clocks as all nodes have them. */
export function clockFields(host: IAppHost, settings: CockroachDbSettings, variables: ClockVariable[]): EmittedField[] {
  const values = clockVariables();
  return variables.flatMap((variable) => {
    const path = `containers/${COCKROACHDB}/env/${variable}/value`;
    if (settings.vehicle === CockroachDbVehicle.OPERATOR) {
      return [fieldOf('CrdbCluster', COCKROACHDB, `/spec/template/spec/podTemplate/spec/${path}`, values[variable])];
    }
    return statefulSets(host).map((name) =>
      fieldOf('StatefulSet', name, `/spec/template/spec/${path}`, values[variable]),
    );
  });
}

function statefulSets(host: IAppHost): string[] {
  return host.dataSites.flatMap((site) => zonesIn(host, site).map(({ statefulSet }) => statefulSet));
}
