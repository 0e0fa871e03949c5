import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(`${ROOT}${path}`, 'utf8');

type Yaml = Record<string, unknown>;

function documentsOf(path: string): readonly Yaml[] {
  return parseAllDocuments(read(path), { merge: true }).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS() as Yaml;
  });
}

/** Every setting that the service reads. */
const SETTINGS = new Set(
  [
    ...read('apps/service/src/config/read-configuration.ts').matchAll(/'((?:KAIJO_\w+|PORT|DATABASE_URL))'/g),
  ].map(([, name]) => name as string),
);
/** Read by others. */
const FOREIGN = new Set(['KAIJO_DATABASE_PASSWORD']);

describe('what is deployed fits the service', () => {
  it.each([
    'deploy/container/Dockerfile',
    'deploy/container/compose.yaml',
    'deploy/kubernetes/kaijo.yaml',
    'deploy/systemd/kaijo-service.service',
  ])('%s sets nothing that the service does not read', (path) => {
    const named = [...read(path).matchAll(/\b(KAIJO_[A-Z_]+|DATABASE_URL)\b/g)].map(
      ([, name]) => name as string,
    );
    expect(named.filter((name) => !SETTINGS.has(name) && !FOREIGN.has(name))).toEqual([]);
  });

  it('the README of the service describes every setting that it reads', () => {
    const readme = read('apps/service/README.md');
    expect([...SETTINGS].filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  it('Kubernetes: nobody’s user, nothing writable, no token, and probes at paths that there are', () => {
    const documents = documentsOf('deploy/kubernetes/kaijo.yaml');
    expect(documents.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['Deployment', 'Service', 'PodDisruptionBudget', 'NetworkPolicy']),
    );
    const pod = at(
      documents.find(({ kind }) => kind === 'Deployment'),
      'spec',
      'template',
      'spec',
    ) as Yaml;
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true },
    });
    const [service] = pod.containers as [Yaml];
    for (const container of [service, ...(pod.initContainers as Yaml[])])
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    const paths = read('apps/service/src/observation/watch-server.ts');
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
      expect(paths).toContain(`'${at(service, probe, 'httpGet', 'path')}'`);
    const ports = (service.ports as { name: string }[]).map(({ name }) => name);
    for (const { spec } of documents.filter(({ kind }) => kind === 'Service'))
      for (const { targetPort } of (spec as { ports: { targetPort: string }[] }).ports)
        expect(ports).toContain(targetPort);
    const mounted = (service.volumeMounts as { name: string }[]).map(({ name }) => name);
    const volumes = (pod.volumes as { name: string }[]).map(({ name }) => name);
    for (const name of mounted) expect(volumes).toContain(name);
  });

  it('compose: read-only services without capabilities', () => {
    const [compose] = documentsOf('deploy/container/compose.yaml');
    for (const name of ['service-1', 'service-2'])
      expect(at(compose, 'services', name)).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  });

  it('the image runs as nobody’s user', () => {
    expect(read('deploy/container/Dockerfile')).toMatch(/^USER 10001:10001$/m);
  });

  it('alerts and dashboard ask for metrics that there are, and every alert has its runbook', () => {
    const metrics = new Set(read('apps/service/src/observation/metrics.ts').match(/kaijo_\w+/g));
    const asked = ['deploy/observation/alerts.yaml', 'deploy/observation/dashboard.json'].flatMap(
      (path) => read(path).match(/kaijo_\w+/g) ?? [],
    );
    expect(
      asked.map((name) => name.replace(/_(count|bucket|sum)$/, '')).filter((name) => !metrics.has(name)),
    ).toEqual([]);
    JSON.parse(read('deploy/observation/dashboard.json'));
    const headings = [...read('docs/operate.md').matchAll(/^### (.+)$/gm)].map(([, text]) =>
      anchorOf(text as string),
    );
    const [rules] = documentsOf('deploy/observation/alerts.yaml');
    const alerts = (at(rules, 'groups') as { rules: { annotations: { runbook: string } }[] }[]).flatMap(
      (group) => group.rules,
    );
    for (const { annotations } of alerts)
      expect(headings).toContain(annotations.runbook.replace('docs/operate.md#', ''));
  });

  it('every file of deploy is one that is looked at here or by its own tests', () => {
    expect(readdirSync(`${ROOT}deploy`).toSorted()).toEqual(
      expect.arrayContaining(['container', 'kubernetes', 'observation', 'systemd']),
    );
  });
});

/** As forges make anchors of headings. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inside, name) => (inside as Yaml | undefined)?.[name], value);
}
