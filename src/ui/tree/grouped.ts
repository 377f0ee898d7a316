// What belongs together, put side by side: the members of every group in their order, in one array for all groups.

export interface Grouped {
  readonly members: Int32Array;
  /** Where each group begins in it; one more, for where the last one ends. */
  readonly starts: Int32Array;
}

/** @param groups of each member the group it belongs to; -1 for one that belongs to none */
export function grouped(groups: Int32Array, groupCount: number): Grouped {
  const starts = new Int32Array(groupCount + 1);
  for (const group of groups) if (group >= 0) starts[group + 1] = (starts[group + 1] ?? 0) + 1;
  for (let group = 0; group < groupCount; group += 1)
    starts[group + 1] = (starts[group + 1] ?? 0) + (starts[group] ?? 0);
  const next = starts.slice();
  const members = new Int32Array(starts[groupCount] ?? 0);
  groups.forEach((group, member) => {
    if (group < 0) return;
    const at = next[group] ?? 0;
    members[at] = member;
    next[group] = at + 1;
  });
  return { members, starts };
}
