import type { ServiceRoute } from './route.ts';

/** Which methods a path has, so that a wrong one is told from a wrong path (RFC 9110, 15.5.6). */
export function allowedMethods(
  routes: readonly Pick<ServiceRoute, 'method' | 'path'>[],
): (path: string) => string[] {
  const patterns = routes.map(({ method, path }) => ({ method, pattern: patternOf(path) }));
  return (path) => {
    const methods = patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
  };
}

function patternOf(path: string): RegExp {
  const segments = path
    .split('/')
    .map((segment) => (segment.startsWith(':') ? '[^/]+' : segment.replaceAll('.', '\\.')));
  return new RegExp(`^${segments.join('/')}$`);
}
