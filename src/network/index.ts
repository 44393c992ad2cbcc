export type { RoutedProps } from './routed';
export { SiteNetwork } from './site-network';
export { CableDriver, type SubmarinerProps } from './submariner-settings';
