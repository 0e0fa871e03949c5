import { evaluateClass } from '../testing/evaluate-class.ts';

evaluateClass('worse', 0.85);
