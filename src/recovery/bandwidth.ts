/**
 * What replication asks of the way to another site, in bytes per second.
 *
 * @param writeBytesPerSecond what clients write at most
 * @param copies how often each write crosses: once for each replica at the far end, or once where that end hands it on
 */
export function linkBytesPerSecond(writeBytesPerSecond: number, copies: number): number {
  return Math.ceil(writeBytesPerSecond * Math.max(0, copies));
}
