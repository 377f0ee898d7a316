// Which system a site runs on, by the beginning of the file that says so.
import { expect, test } from 'vitest';
import { findSystem, signPaths } from '../../src/site/systems.ts';

function read(files: Readonly<Record<string, string>>): (path: string) => Promise<string | null> {
  return (path) => Promise.resolve(Object.hasOwn(files, path) ? (files[path] ?? null) : null);
}

const known: readonly (readonly [name: string, version: string | null, path: string, text: string])[] = [
  [
    'Joomla',
    '4.0.6-rc3',
    'administrator/manifests/files/joomla.xml',
    '<extension type="file">\n<name>files_joomla</name>\n<license>GNU</license>\n<version>4.0.6-rc3</version>',
  ],
  [
    'Joomla',
    '4.2.9',
    'libraries/src/Version.php',
    '<?php const MAJOR_VERSION = 4;\n/** */ const MINOR_VERSION = 2;\nconst PATCH_VERSION = 9;',
  ],
  ['Joomla', '2.5.28', 'libraries/cms/version/version.php', "public $RELEASE = '2.5';\npublic $DEV_LEVEL = '28';"],
  ['Joomla', '1.5.26', 'libraries/joomla/version.php', "var $RELEASE \t= '1.5';\nvar $DEV_LEVEL \t= '26';"],
  ['Joomla', null, 'configuration.php', '<?php\nclass JConfig {'],
  ['WordPress', '6.4.2', 'wp-includes/version.php', "<?php\n$wp_version = '6.4.2';"],
  ['ClassicPress', '1.7.2', 'wp-includes/version.php', "$cp_version = '1.7.2';\n$wp_version = '4.9.25';"],
  ['WordPress', null, 'wp-config.php', "<?php define('DB_NAME', 'x');"],
  ['Drupal', '10.1.5', 'core/lib/Drupal.php', "class Drupal {\n  const VERSION = '10.1.5';"],
  ['Drupal', '7.98', 'includes/bootstrap.inc', "define('VERSION', '7.98');"],
  ['PrestaShop', '8.1.1', 'src/Core/Version.php', "namespace PrestaShop\\Core;\n public const VERSION = '8.1.1';"],
  ['PrestaShop', '1.6.1.0', 'config/settings.inc.php', "define('_PS_VERSION_', '1.6.1.0');"],
  ['Magento', '2.4.6', 'composer.json', '{"name": "magento/project-community-edition", "version": "2.4.6"}'],
  [
    'Magento',
    '1.9.4.5',
    'app/Mage.php',
    "'major'     => '1',\n'minor'     => '9',\n'revision'  => '4',\n'patch'     => '5',",
  ],
  ['Moodle', '4.1.2', 'version.php', "// MOODLE VERSION INFORMATION\n$release  = '4.1.2 (Build: 20230313)';"],
  ['Nextcloud', '27.0.2', 'version.php', "$OC_VersionString = '27.0.2';"],
  ['phpBB', '3.3.10', 'includes/constants.php', "@define('PHPBB_VERSION', '3.3.10');"],
  ['MediaWiki', '1.39.3', 'includes/Defines.php', "define( 'MW_VERSION', '1.39.3' );"],
  ['MyBB', '1.8.36', 'inc/class_core.php', 'public $version = "1.8.36";'],
  ['TYPO3', '11.5.30', 'typo3/sysext/core/Classes/Information/Typo3Version.php', "const VERSION = '11.5.30';"],
  ['Matomo', '4.15.1', 'core/Version.php', "namespace Piwik;\nfinal class Version { const VERSION = '4.15.1';"],
  ['Grav', '1.7.42', 'system/defines.php', "define('GRAV_VERSION', '1.7.42');"],
  ['SMF', '2.1.4', 'index.php', "define('SMF_VERSION', '2.1.4');"],
  ['OpenCart', '3.0.3.8', 'index.php', "define('VERSION', '3.0.3.8');\nrequire_once(DIR_SYSTEM . 'startup.php');"],
];

test.each(known)('%s %s by %s', async (name, version, path, text) => {
  expect(await findSystem(read({ [path]: text }))).toEqual({ name, version });
  expect(signPaths.has(path)).toBe(true);
});

test('a file of that name that says something else tells nothing', async () => {
  for (const path of signPaths) expect(await findSystem(read({ [path]: '<?php echo 1;' })), path).toBeNull();
});

test('what is no version is not shown as one', async () => {
  const wordpress = (version: string) => findSystem(read({ 'wp-includes/version.php': `$wp_version = '${version}';` }));
  expect(await wordpress('<b>6</b>')).toEqual({ name: 'WordPress', version: null });
  expect(await wordpress('6\u202e1')).toEqual({ name: 'WordPress', version: null });
  expect((await wordpress('6.'.repeat(500)))?.version).toHaveLength(24);
});

test('patterns take no time over what nearly fits', async () => {
  const text = "MOODLE PrestaShop Piwik <name>files_joomla</name> 'major' => '1', const VERSION $release "
    .repeat(200)
    .slice(0, 16_384);
  const startMs = performance.now();
  for (const path of signPaths) await findSystem(read({ [path]: text }));
  expect(performance.now() - startMs).toBeLessThan(1000);
});
