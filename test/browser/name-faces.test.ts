// What the page asks before names are refused, and what it tells after.
import { beforeAll, test } from 'vitest';
import { fillOpfs } from '../support/opfs-folder.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { makeShots, show } from './show.ts';
import { useStage } from './stage.ts';

const newRun = useStage();
beforeAll(makeShots);

test('names that the folder refuses: asked before, and told after', async () => {
  const { run, folder } = await newRun();
  // The page's own folder takes nearly all names, so it is given the rules of a real one on Windows.
  run.page.on('worker', (worker) => {
    void worker.evaluate(() => {
      const get = Reflect.get(FileSystemDirectoryHandle.prototype, 'getFileHandle');
      Object.defineProperty(FileSystemDirectoryHandle.prototype, 'getFileHandle', {
        value: function (this: FileSystemDirectoryHandle, name: string, options?: FileSystemGetFileOptions) {
          const isRefused = /\.(ini|cfg)$|[:?*]|^~|[ .~]$|^thumbs\.db$/i.test(name);
          return isRefused ? Promise.reject(new TypeError('Name is not allowed.')) : get.call(this, name, options);
        },
      });
    });
  });
  const names = [
    ...['index.php', '.htaccess', 'installation/index.php'],
    ...['administrator/language/en-GB/en-GB.com_content.ini', 'php.ini', 'media/~$report.docx', 'media/Thumbs.db'],
    ...['media/2024-01-01 12:30.png', `media/${'of-a-long-name-'.repeat(20)}.png`],
    ...Array.from({ length: 2_380 }, (_, number) => `language/en-GB/en-GB.plg_${number}.ini`),
  ];
  const windows = {
    name: 'joomla.jpa',
    content: writeJpa({ entries: names.map((path) => ({ path, content: path })) }),
  };
  await run.chooseFiles([windows]);
  await run.reaches('ready');
  await run.extract();
  await run.says('Some names cannot go into');
  await show(run, 'names-refused');
  await run.button('Extract').last().click();
  await run.reaches('done');
  await run.says('unstow-refused-names.zip');
  await run.says('Complete');
  await show(run, 'done-with-side-zip');

  await run.button('Open another backup').click();
  await fillOpfs(run.page, folder, { 'notes.txt': 'from before' });
  await run.chooseFiles([windows]);
  await run.reaches('ready');
  await run.extract();
  await run.button('Overwrite').waitFor();
  await show(run, 'names-refused-in-a-used-folder');
});
