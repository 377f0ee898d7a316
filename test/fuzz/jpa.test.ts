// Damaged JPA archives, tens of thousands of them.
import { sweep } from './sweep.ts';

sweep('jpa', { random: 31_000, least: 80_000 });
