/** Has sh, kubectl, curl and jq, and runs as any user. */
export const TOOLS_IMAGE = 'alpine/k8s:1.34.1';
