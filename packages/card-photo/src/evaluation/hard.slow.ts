import { evaluateClass } from '../testing/evaluate-class.ts';

evaluateClass('hard', 0.98);
