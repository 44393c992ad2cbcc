/** From Argo making a pod to its script running, and back to the next step. */
export const POD_START_SECONDS = 10;
export const POD_START_SOURCE =
  'a pod of the workflow is scheduled, starts and is seen to have ended by the controller; Kubernetes aims at 5 s for the start where the image is on the node (SLO of SIG Scalability), Argo states nothing. What a step waits for is in the bound of the promotion';
