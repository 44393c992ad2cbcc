import { Duration } from 'cdk8s';
import { Backup } from 'cndr';
import * as fc from 'fast-check';
import {
  cadenceChange,
  databaseStatements,
  destinationChange,
  identifier,
  literal,
  scheduleStatements,
  settingStatements,
} from '../../src/workloads/cockroachdb/sql';
import { cockroach, hostile, statements } from './cockroachdb.support';

/** Tokens of a statement by the lexical rules of CockroachDB: quoted names, strings, and everything else by characters. */
function tokens(sql: string): { kind: 'name' | 'string' | 'other'; text: string }[] {
  const found = [...sql.matchAll(/"((?:[^"]|"")*)"|'((?:[^']|'')*)'|([^"'])/gs)];
  expect(found.map(([all]) => all).join('')).toBe(sql);
  return found.map(([, name, string, other]) => {
    if (name !== undefined) return { kind: 'name', text: name.replaceAll('""', '"') };
    if (string !== undefined) return { kind: 'string', text: string.replaceAll("''", "'") };
    return { kind: 'other', text: other! };
  });
}

describe('SQL says what is meant, whatever is in a name', () => {
  test('a name is one name and a string is one string', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(tokens(identifier(text))).toEqual([{ kind: 'name', text }]);
        expect(tokens(literal(text))).toEqual([{ kind: 'string', text }]);
      }),
    );
  });

  test('statements with hostile names have the structure of those with kind ones', () => {
    const shape = (sql: string[]) =>
      sql.map((each) =>
        tokens(each)
          .map(({ kind, text }) => (kind === 'other' ? text : kind))
          .join(''),
      );
    const all = (text: (name: string) => string) => {
      const schedule = {
        label: text('label'),
        connection: text('connection'),
        uri: text('uri'),
        recurring: text('recurring'),
        full: text('full'),
      };
      return [
        ...settingStatements({ 'server.shutdown.initial_wait': text('setting') }),
        ...databaseStatements({
          database: text('database'),
          user: text('user'),
          primaryRegion: text('region'),
          regions: [text('region'), text('other')],
        }),
        ...scheduleStatements(schedule),
        ...[cadenceChange(schedule), destinationChange(schedule)].flatMap(({ find, alter }) => [find, alter]),
      ];
    };
    fc.assert(
      fc.property(hostile, (text) => {
        expect(shape(all((name) => `${name}${text}`))).toEqual(shape(all((name) => name)));
      }),
    );
  });

  test('all full backups are said to be so', () => {
    const props = { label: 'l', connection: 'c', uri: 'u', recurring: '0 3 * * 0' };
    expect(scheduleStatements(props)[1]).toContain("RECURRING '0 3 * * 0' FULL BACKUP ALWAYS WITH");
    expect(cadenceChange(props).alter).toBe("SET FULL BACKUP ALWAYS, SET RECURRING '0 3 * * 0'");
    expect(cadenceChange(props).find).toContain("!= ARRAY['0 3 * * 0']");
  });

  test('what a schedule is compared with is in the order of the query', () => {
    const props = { label: 'l', connection: 'c', uri: 'u', recurring: '@hourly', full: '0 3 * * *' };
    expect(cadenceChange(props).find).toContain(
      "array_agg(recurrence ORDER BY recurrence) != ARRAY['0 3 * * *', '@hourly']",
    );
  });

  test('another destination is another connection, so that a schedule knows that it moved', () => {
    const connection = (bucket: string) => {
      const backup = Backup.velero({ bucket, region: 'eu-central-1', objectLock: Duration.days(14) });
      return /'(cndr_backup_\w+)' AS/.exec(statements(cockroach({}, { fleet: { backup } })).join())![1];
    };
    expect(connection('one')).not.toBe(connection('two'));
    expect(connection('one')).toBe(connection('one'));
  });
});
