// The texts that can be saved: the warnings, and the report of a run. Plain lines, names escaped, nothing shortened.
import type { Issue } from '../problems/issue.ts';
import { abandonedWords, keptWords, removedWords } from './cancelled-words.ts';
import { count, counted, dateTime, duration } from './format.ts';
import { issueCounts } from './issue-counts.ts';
import { issueMessage } from './issue-messages.ts';
import { lastSeenWords, verdict, writtenWords } from './outcome-words.ts';
import type { Ended } from './run-state.ts';
import { shownName } from './shown-name.ts';
import { plainText } from './words.ts';

/** Two lines an issue: its entry, and what became of it. What is told as one issue for many is listed one by one. */
export function issueLines(issues: readonly Issue[]): readonly string[] {
  return issues.flatMap((issue) => {
    const { path, sentence } = issueMessage(issue);
    return [
      path === null ? 'The backup as a whole' : shownName(path),
      `    ${plainText(sentence)}`,
      ...itemLines(issue).map((line) => `    ${line}`),
    ];
  });
}

function itemLines(issue: Issue): readonly string[] {
  if (issue.kind === 'put-aside') return issue.paths.map(shownName);
  if (issue.kind !== 'links-left-out') return [];
  return issue.links.map(
    ({ path, target }) => `${shownName(path)} -> ${target === null ? '(not read)' : shownName(target)}`,
  );
}

export function reportLines(run: Ended, nowMs: number): readonly string[] {
  const { backup, issues } = run;
  return [
    isTestRun(run) ? 'Unstow: report of a test; nothing was written' : 'Unstow: report of an extraction',
    '',
    `When:    ${dateTime(nowMs)}`,
    `Backup:  ${shownName(backup.name)} (${backup.format.toUpperCase()} ${backup.version}`.trimEnd() + ')',
    `Parts:   ${count(backup.parts.length)}`,
    ...resultLines(run),
    '',
    isTestRun(run) ? 'What an extraction would leave out:' : 'What was not written, or was written otherwise:',
    ...listOrNone(issueCounts(issues)),
    '',
    `${counted(issues.length, 'warning')}${issues.length === 0 ? '.' : ':'}`,
    ...issueLines(issues),
  ];
}

function isTestRun(run: Ended): boolean {
  return (run.outcome ?? run.run).destination.kind === 'test';
}

function resultLines(run: Ended): readonly string[] {
  if (run.outcome === null)
    return [
      ...(isTestRun(run) ? [] : [`Into:    ${shownName(run.run.destination.name)}`]),
      `Written: ${lastSeenWords(run.run.update)}`,
      '',
      'Result:  Stopped, without waiting for the browser',
      `  ${abandonedWords(run.run)}`,
    ];
  const { outcome, issues } = run;
  const isTest = isTestRun(run);
  const { title, meaning, labels, held, limits } = verdict({ outcome, issues });
  return [
    ...(isTest ? [] : [`Into:    ${shownName(outcome.destination.name)}`]),
    `${isTest ? 'Read:   ' : 'Written:'} ${writtenWords(outcome)}, in ${duration(outcome.elapsedMs)}`,
    '',
    `Result:  ${[title, ...labels.map(({ name }) => name).filter((name) => name !== title)].join(', ')}`,
    ...(meaning === null ? [] : [`  ${meaning}`]),
    ...(run.name === 'cancelled'
      ? [`  ${keptWords(outcome)} ${plainText(removedWords(outcome, issues))}`.trimEnd()]
      : []),
    ...labels.map(({ name, sentence }) => `  ${name}: ${sentence}`),
    ...held.map((sentence) => `  - ${sentence}`),
    ...(limits === null ? [] : [`  ${limits}`]),
  ];
}

function listOrNone(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ['  nothing'] : lines.map((line) => `  - ${line}`);
}
