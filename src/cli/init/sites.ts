/** Sites as they are written on the command line: `use1:us-east-1,usw2:us-west-2`. */

/** A site that was chosen. */
export interface SiteChoice {
  readonly name: string;
  readonly region: string;
}

const FORM = 'write <name>:<AWS region>, joined by commas, such as use1:us-east-1,usw2:us-west-2';
const NAME = /^[a-z]([-a-z0-9]{0,28}[a-z0-9])?$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** The sites of a text that siteSyntaxProblem accepts. */
export function parseSites(text: string): SiteChoice[] {
  return text.split(',').map((part) => {
    const [name = '', region = ''] = part.trim().split(':');
    return { name, region };
  });
}

/** What is wrong with how sites are written, whatever they are for. */
export function siteSyntaxProblem(text: string): string | undefined {
  const sites = parseSites(text);
  const malformed = text.split(',').find((part) => part.split(':').length !== 2);
  if (malformed !== undefined) return `"${malformed.trim()}" is no site; ${FORM}`;
  for (const { name, region } of sites) {
    if (!NAME.test(name))
      return `"${name}" is no name of a site: at most 30 of a-z, 0-9 and -, a letter first; ${FORM}`;
    if (!REGION.test(region)) return `"${region}" is no AWS region; ${FORM}`;
  }
  return (
    repeated(
      sites.map(({ name }) => name),
      'name',
    ) ??
    repeated(
      sites.map(({ region }) => region),
      'region',
    )
  );
}

/** Two sites of one region are lost together, and are one. */
function repeated(values: string[], what: string): string | undefined {
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  return twice === undefined ? undefined : `${what} ${twice} is there twice; give every site a ${what} of its own`;
}

/** More than a project has sites. */
const BACKUP_REGIONS = [
  'eu-central-1',
  'us-east-1',
  'us-west-2',
  'ap-southeast-2',
  'eu-west-1',
  'us-east-2',
  'ap-northeast-1',
  'ca-central-1',
  'sa-east-1',
];
const LAST_BACKUP_REGION = 'ap-south-1';

/** A region for backups in which no site is: they have to outlive each of them. */
export function backupRegion(sites: SiteChoice[]): string {
  return BACKUP_REGIONS.find((region) => !sites.some((site) => site.region === region)) ?? LAST_BACKUP_REGION;
}
