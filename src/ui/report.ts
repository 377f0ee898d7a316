// The texts that can be saved: the warnings, and the report of a run. Plain lines, names escaped, nothing shortened.
import type { Issue } from '../problems/issue.ts';
import { count, counted, dateTime, duration } from './format.ts';
import { issueCounts } from './issue-counts.ts';
import { issueMessage } from './issue-messages.ts';
import { verdict, writtenWords } from './outcome-words.ts';
import type { Ended } from './run-state.ts';
import { shownName } from './shown-name.ts';
import { plainText } from './words.ts';

/** Two lines an issue: its entry, and what became of it. Links are told as one issue and listed one by one. */
export function issueLines(issues: readonly Issue[]): readonly string[] {
  return issues.flatMap((issue) => {
    const { path, sentence } = issueMessage(issue);
    const links = issue.kind === 'links-left-out' ? issue.links : [];
    return [
      path === null ? 'The backup as a whole' : shownName(path),
      `    ${plainText(sentence)}`,
      ...links.map((link) => `    ${shownName(link.path)} -> ${shownName(link.target)}`),
    ];
  });
}

export function reportLines(run: Ended, nowMs: number): readonly string[] {
  const { backup, outcome, issues } = run;
  const result = verdict(outcome);
  return [
    'Unstow: report of an extraction',
    '',
    `When:    ${dateTime(nowMs)}`,
    `Backup:  ${shownName(backup.name)} (${backup.format.toUpperCase()} ${backup.version}`.trimEnd() + ')',
    `Parts:   ${count(outcome.partsCount)}`,
    `Folder:  ${shownName(outcome.folder)}`,
    `Written: ${writtenWords(outcome)}, in ${duration(outcome.elapsedMs)}`,
    '',
    `Result:  ${result.title}`,
    ...result.held.map((sentence) => `  - ${sentence}`),
    `  ${result.limits}`,
    '',
    'What was not written, or was written otherwise:',
    ...listOrNone(issueCounts(issues)),
    '',
    `${counted(issues.length, 'warning')}${issues.length === 0 ? '.' : ':'}`,
    ...issueLines(issues),
  ];
}

function listOrNone(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ['  nothing'] : lines.map((line) => `  - ${line}`);
}
