import type { Metadata } from './kubernetes';

/** One rule of an HTTPRoute: a path, and the Service behind it. */
export interface HttpRouteRule {
  readonly matches: { readonly path: { readonly type: 'Exact' | 'PathPrefix'; readonly value: string } }[];
  readonly backendRefs: { readonly name: string; readonly port: number }[];
}

/** gateway.networking.k8s.io/v1 HTTPRoute, as in Gateway API v1.6.1, standard channel. */
export interface HttpRoute {
  readonly apiVersion: 'gateway.networking.k8s.io/v1';
  readonly kind: 'HTTPRoute';
  readonly metadata: Metadata;
  readonly spec: {
    readonly parentRefs: { readonly name: string; readonly namespace: string; readonly sectionName?: string }[];
    readonly hostnames: string[];
    readonly rules: HttpRouteRule[];
  };
}

export type GatewayApiObject = HttpRoute;
