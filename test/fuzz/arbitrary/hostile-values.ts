/**
 * Values at and beyond the limits, by the place of the prop. In places `*` is the position of a site, in values its name; `+`
 * is another site.
 */
export interface Hostile {
  readonly at: string;
  readonly values: readonly unknown[];
}

export const LONG = 'x'.repeat(254);

/** Texts that are no names, and some that are, but not of everything. */
export const NAMES = [
  '',
  'Upper',
  'a_b',
  'a b',
  '-a',
  'a-',
  'a.b',
  'a/b',
  '..',
  'ü',
  'x'.repeat(64),
  LONG,
  'a\nb: c',
  '${x}',
];
export const COUNTS = [0, -1, 1.5, NaN, Infinity, 2 ** 31, 1e300];
export const PORTS = [0, -1, 1.5, 65536, NaN];
export const IMAGES = ['', ' ', 'a b', 'registry.example.com/orders:', '-x'];
export const DURATIONS = ['0s', '1ms', '1500ms', '0.5ms', '3652425d', '100000000d'];
export const SIZES = ['0Ki', '1.5Ki', '0.3Mi', '1025Ki', '0.1Gi', '1000000Ti'];
export const QUANTITIES = ['', '0', '-1', 'many', '1e3', '1.0001', '1GB', '1.5m', '100000'];
export const CRONS = [
  ...['', '* * * *', '* * * * * *', '60 * * * *', '0 0 30 2 *', '@reboot', '@every 1s', '@every 0s', '@every 400ms'],
  ...['CRON_TZ=UTC 0 0 * * *', 'L * * * *', '0 0 29 2 *', '0 0 1 1 *', '*/7 */5 */2 * *', '@yearly', "0 0 * * *'; --"],
];
/** What is found wherever it is written to. */
export const SECRETS = [
  'AKIAIOSFODNN7EXAMPLE',
  'postgres://app:hunter2@db.example.com/app',
  '-----BEGIN RSA PRIVATE KEY-----',
];
export const TOKEN = '${TfToken[TOKEN.7]}';
export const LABELS = [
  { 'a b': 'c' },
  { team: 'two words' },
  { team: 'x'.repeat(64) },
  { '': 'x' },
  { 'a/b/c': 'x' },
  { 'app.kubernetes.io/name': 'other' },
  { team: SECRETS[0] },
  { team: '-' },
];
export const ADDRESSES = ['', 'banana', '10.0.0.1', '1.2.3', '256.1.1.1', '::1', 'fe80::1', '8.8.0.1', '0.0.0.0'];
export const SCHEDULED = { schedule: '0 0 * * *' };
