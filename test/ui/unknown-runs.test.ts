// A chosen folder in which another browser may be extracting.
import { expect, test } from 'vitest';
import { folderQuestion, type FolderQuestion } from '../../src/ui/folder-question.ts';
import { file, folder, useExtraction } from './support/extraction-stage.ts';

const stage = useExtraction();

/** What the page asks of the chosen folder. */
function question(): FolderQuestion | null {
  const { state } = stage().extraction;
  return state.name === 'ready' && state.chosen !== null ? folderQuestion(state.chosen) : null;
}

const unknownRuns = { ids: ['0123456789abcdef'], lastMs: 0 };

test.each([
  ['nothing else in it', true, 'running', 'extract keep-both'],
  ['files in it', false, 'ready', 'extract overwrite'],
])(
  'F-30 a folder that another browser may be extracting into, with %s, is asked about first',
  async (_, isEmpty, next, call) => {
    await stage().extraction.addFiles([file('site.jpa')]);
    stage().client.folder = () => Promise.resolve({ isEmpty, refused: null, unfinished: null, unknownRuns });
    await stage().extraction.target.extractInto(folder);
    expect(question()).toEqual({ kind: 'unknown-runs', runs: unknownRuns });
    expect(stage().client.calls).not.toContain('extract keep-both');

    void stage().extraction.target.closeUnknownRuns();
    expect(stage().extraction.state.name).toBe(next);
    if (!isEmpty) {
      expect(question()).toEqual({ kind: 'files' });
      void stage().extraction.target.extractOver('overwrite', 'side-zip');
    }
    expect(stage().client.calls).toContain(call);
    expect(stage().client.target).toMatchObject({ closes: unknownRuns.ids });
  },
);
