/** Times that are emitted, in seconds, the same in all sites. */
export const CLOCKS = {
  /** `smartShutdownTimeout`: how long sessions may go on by themselves before they are ended. */
  smartShutdownSeconds: 30,
  /** `stopDelay` and `switchoverDelay`: CloudNativePG waits 30 minutes and an hour, which no switch has. */
  shutdownSeconds: 180,
  /** `wal_receiver_timeout` and `wal_sender_timeout`: a connection that carries nothing is given up. */
  connectionSeconds: 5,
};
