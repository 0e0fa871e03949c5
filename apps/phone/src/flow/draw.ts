import type { AnyStateMachine, AnyStateNode } from 'xstate';

/** Transitions that every state inside has by its parent are drawn once, at the parent. */
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** The machine as a Mermaid state diagram: what is drawn is what runs. */
export function drawMachine({ root }: AnyStateMachine): string {
  const lines = ['stateDiagram-v2', '  direction TB'];
  drawStates(root, lines, '  ');
  for (const { from, to, label } of edgesOf(root)) lines.push(`  ${from} --> ${to}: ${label}`);
  return lines.join('\n');
}

function drawStates(node: AnyStateNode, lines: string[], indent: string): void {
  const [initial] = node.initial?.target ?? [];
  if (initial !== undefined) lines.push(`${indent}[*] --> ${nameOf(initial)}`);
  for (const child of Object.values(node.states)) {
    lines.push(`${indent}state "${child.key}" as ${nameOf(child)}`);
    if (Object.keys(child.states).length === 0) continue;
    lines.push(`${indent}state ${nameOf(child)} {`);
    drawStates(child, lines, `${indent}  `);
    lines.push(`${indent}}`);
  }
}

function* edgesOf(node: AnyStateNode): Generator<Edge> {
  for (const [event, transitions] of node.transitions)
    for (const { target = [] } of transitions)
      for (const to of target) {
        const from = node.parent === undefined ? nameOf(Object.values(node.states)[0] ?? node) : nameOf(node);
        if (node.parent !== undefined) yield { from, to: nameOf(to), label: labelOf(event) };
      }
  for (const child of Object.values(node.states)) yield* edgesOf(child);
}

/** `xstate.done.actor.0.phone.opening` → `done` */
function labelOf(event: string): string {
  return /^xstate\.(done|error)\b/.exec(event)?.[1] ?? event;
}

function nameOf(node: AnyStateNode): string {
  return node.path.join('_') || 'phone';
}
