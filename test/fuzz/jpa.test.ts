// Damaged JPA archives, tens of thousands of them.
import { sweep } from './sweep.ts';

sweep('jpa', { random: 35_000, least: 80_000 });
