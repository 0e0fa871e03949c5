import { evaluateClass } from '../testing/evaluate-class.ts';

evaluateClass('worse', { goal: 0.85, floor: 0.38 });
