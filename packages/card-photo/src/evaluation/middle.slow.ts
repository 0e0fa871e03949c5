import { evaluateClass } from '../testing/evaluate-class.ts';

evaluateClass('middle', { goal: 0.99, floor: 0.97 });
