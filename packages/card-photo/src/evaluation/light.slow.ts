import { evaluateClass } from '../testing/evaluate-class.ts';

evaluateClass('light', { goal: 0.995, floor: 0.98 });
