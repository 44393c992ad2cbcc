import type { Cursor } from '../cursor';
import type { Refuse } from '../kube-object';
import type { PodView } from '../pods';

/** Levels of the Pod Security Standards that refuse something. */
export type SecurityLevel = 'baseline' | 'restricted';

const RESTRICTED_VOLUMES = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);
const BASELINE_CAPABILITIES = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);
const SAFE_SYSCTLS =
  /^(kernel\.shm_rmid_forced|net\.ipv4\.(ip_local_port_range|ip_unprivileged_port_start|ip_local_reserved_ports|ping_group_range|tcp_(syncookies|keepalive_(time|intvl|probes)|fin_timeout|[rw]mem)))$/;

/** What Pod Security admission refuses in a namespace that enforces a level. */
export function checkPodSecurity(pod: PodView, level: SecurityLevel, refuse: Refuse): void {
  const no = (at: Cursor, message: string): void => {
    refuse(at, `${message} (Pod Security ${level})`);
  };
  checkBaseline(pod, no);
  if (level === 'restricted') checkRestricted(pod, no);
}

function checkBaseline(pod: PodView, no: No): void {
  for (const field of ['hostIPC', 'hostNetwork', 'hostPID']) {
    if (pod.at.get(field).value === true) no(pod.at.get(field), 'must not be true');
  }
  for (const volume of pod.volumes) {
    if (volume.get('hostPath').exists) no(volume.get('hostPath'), 'must not mount a path of the host');
  }
  for (const sysctl of pod.securityContext.list('sysctls')) {
    if (!SAFE_SYSCTLS.test(sysctl.get('name').text ?? '')) no(sysctl.get('name'), 'is not a safe sysctl');
  }
  checkConfinement(pod.securityContext, no);
  for (const { at } of pod.containers) {
    const context = at.get('securityContext');
    if (context.get('privileged').value === true) no(context.get('privileged'), 'must not be true');
    if ((context.get('procMount').text ?? 'Default') !== 'Default') no(context.get('procMount'), 'must be Default');
    for (const port of at.list('ports')) {
      if ((port.get('hostPort').number ?? 0) !== 0) no(port.get('hostPort'), 'must not take a port of the host');
    }
    for (const added of context.list('capabilities', 'add')) {
      if (!BASELINE_CAPABILITIES.has(added.text ?? '')) no(added, `must not add the capability ${added.text ?? ''}`);
    }
    checkConfinement(context, no);
  }
}

/** Seccomp, AppArmor and SELinux may be left alone, but not be switched off. */
function checkConfinement(context: Cursor, no: No): void {
  for (const profile of ['appArmorProfile', 'seccompProfile']) {
    const type = context.get(profile, 'type');
    if (type.value === 'Unconfined') no(type, 'must not be Unconfined');
  }
  for (const field of ['user', 'role']) {
    const at = context.get('seLinuxOptions', field);
    if ((at.text ?? '') !== '') no(at, 'must not be set');
  }
}

type No = (at: Cursor, message: string) => void;

function checkRestricted(pod: PodView, no: No): void {
  for (const volume of pod.volumes) {
    for (const source of volume.keys().filter((key) => key !== 'name' && key !== 'hostPath')) {
      if (!RESTRICTED_VOLUMES.has(source)) no(volume.get(source), 'is not an admitted type of volume');
    }
  }
  checkUser(pod.securityContext, no);
  for (const { at } of pod.containers) {
    const own = at.get('securityContext');
    checkUser(own, no);
    if (own.get('allowPrivilegeEscalation').value !== false) no(own.get('allowPrivilegeEscalation'), 'must be false');
    const drop = own.get('capabilities', 'drop');
    if (!drop.items().some(({ value }) => value === 'ALL')) no(drop, 'must contain ALL');
    for (const added of own.list('capabilities', 'add')) {
      if (added.text !== 'NET_BIND_SERVICE') no(added, 'must be NET_BIND_SERVICE, or not there');
    }
    inherited(own, pod.securityContext, ['runAsNonRoot'], (value) => value === true, 'must be true', no);
    const seccomp = ['seccompProfile', 'type'];
    const admitted = (value: unknown): boolean => value === 'RuntimeDefault' || value === 'Localhost';
    inherited(own, pod.securityContext, seccomp, admitted, 'must be RuntimeDefault or Localhost', no);
  }
}

function checkUser(context: Cursor, no: No): void {
  if (context.get('runAsUser').value === 0) no(context.get('runAsUser'), 'must not be 0');
}

/** A setting of the container, or where it has none, of its pod. */
function inherited(
  own: Cursor,
  pod: Cursor,
  path: string[],
  admitted: (value: unknown) => boolean,
  message: string,
  no: No,
): void {
  const at = own.get(...path);
  if (!admitted(at.exists ? at.value : pod.get(...path).value)) no(at, message);
}
