import { evaluateClass } from '../testing/evaluate-class.ts';

evaluateClass('middle', 0.99);
