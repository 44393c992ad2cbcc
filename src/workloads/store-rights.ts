import type { ObjectStore } from '../model/backup';

/** Rights in the object store, and on the key that encrypts it. */
export function storeRights(rights: string, { keyRights }: ObjectStore): string {
  return keyRights === undefined ? rights : `${rights}; ${keyRights}`;
}
