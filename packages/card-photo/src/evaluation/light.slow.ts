import { evaluateClass } from '../testing/evaluate-class.ts';

evaluateClass('light', 0.995);
