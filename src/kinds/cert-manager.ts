import type { Metadata } from './kubernetes';

/** cert-manager.io/v1 Certificate, as in cert-manager v1.21.1. */
export interface Certificate {
  readonly apiVersion: 'cert-manager.io/v1';
  readonly kind: 'Certificate';
  readonly metadata: Metadata;
  readonly spec: {
    readonly secretName: string;
    readonly secretTemplate?: { readonly labels: Record<string, string> };
    /** At most 64 characters (X.520). */
    readonly commonName?: string;
    /** Go duration. */
    readonly duration: string;
    readonly renewBefore: string;
    readonly usages: string[];
    readonly dnsNames?: string[];
    readonly ipAddresses?: string[];
    readonly privateKey: {
      readonly algorithm: 'RSA' | 'ECDSA' | 'Ed25519';
      readonly size?: number;
      readonly encoding: 'PKCS1' | 'PKCS8';
      readonly rotationPolicy: 'Always' | 'Never';
    };
    readonly issuerRef: {
      readonly name: string;
      readonly kind: 'ClusterIssuer' | 'Issuer';
      readonly group: 'cert-manager.io';
    };
  };
}

/** cert-manager.io/v1 ClusterIssuer that signs with a CA in a Secret of cert-manager's own namespace. */
export interface ClusterIssuer {
  readonly apiVersion: 'cert-manager.io/v1';
  readonly kind: 'ClusterIssuer';
  readonly metadata: Metadata;
  readonly spec: { readonly ca: { readonly secretName: string } };
}

export type CertManagerObject = Certificate | ClusterIssuer;
