import type { IAppHost } from '../model/app-host';

/** What the provider tags everything of an application with. */
export function appTags(host: IAppHost): { readonly tags: Record<string, string> } {
  return { tags: { 'cndr:app': host.name, 'cndr:fleet': host.fleet.name } };
}
