// Damaged JPS archives, tens of thousands of them.
import { sweep } from './sweep.ts';

sweep('jps', { random: 10_000, least: 67_000 });
