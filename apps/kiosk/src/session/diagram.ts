import type { AnyStateMachine, AnyStateNode } from 'xstate';

/** The machine's states and transitions as a Mermaid state diagram, so that docs and program cannot differ. */
export function diagramOf(machine: AnyStateMachine): string {
  const lines = [
    'stateDiagram-v2',
    ...Object.values(machine.root.states).flatMap((region) => linesOf(region, 1)),
  ];
  return `${lines.join('\n')}\n`;
}

function linesOf(node: AnyStateNode, depth: number): string[] {
  const indent = '  '.repeat(depth);
  const children = Object.values(node.states);
  const own = transitionsOf(node).map((line) => indent + line);
  if (children.length === 0) return own;
  const first = node.initial.target[0];
  return [
    `${indent}state ${node.key} {`,
    ...(first === undefined ? [] : [`${indent}  [*] --> ${first.key}`]),
    ...children.flatMap((child) => linesOf(child, depth + 1)),
    `${indent}}`,
    ...own,
  ];
}

function transitionsOf(node: AnyStateNode): string[] {
  const all = [...node.transitions.values()].flat().concat(node.always ?? []);
  const lines = all.flatMap(({ target, eventType, guard }) =>
    (target ?? []).map((to) => `${node.key} --> ${to.key} : ${labelOf(eventType, guard)}`),
  );
  return [...new Set(lines)];
}

function labelOf(eventType: string, guard: unknown): string {
  const event = eventType
    .replace(/^xstate\.after\.(\w+)\..*/, 'after $1')
    .replace(/^xstate\.done\.actor\..*/, 'done')
    .replace(/^xstate\.error\.actor\..*/, 'defect');
  const condition = typeof guard === 'string' ? `[${guard}]` : guard === undefined ? '' : '[by outcome]';
  return [event, condition].filter(Boolean).join(' ') || 'always';
}

const BEGIN = '<!-- diagram: written by npm run docs -w @kaijo/kiosk -->';
const END = '<!-- end of diagram -->';

/** The page with the diagram as it is now. @throws Error for a page without its place */
export function withDiagram(page: string, machine: AnyStateMachine): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error('the page has no place for the diagram');
  return `${before}${BEGIN}\n\n\`\`\`mermaid\n${diagramOf(machine)}\`\`\`\n\n${END}${after}`;
}
