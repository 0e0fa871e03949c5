import { evaluateClass } from '../testing/evaluate-class.ts';

evaluateClass('hard', { goal: 0.98, floor: 0.95 });
