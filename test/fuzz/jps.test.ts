// Damaged JPS archives, tens of thousands of them.
import { sweep } from './sweep.ts';

sweep('jps', { random: 13_000, least: 70_000 });
