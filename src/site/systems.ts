// Which content management system a site runs on: told from one file that each has, at a place that is its own, and from the
// first bytes of it. The first that fits is taken; more than names and versions is never read out of these files.

export interface SiteSystem {
  readonly name: string;
  /** Null where the backup does not say. */
  readonly version: string | null;
}

interface Sign {
  readonly name: string;
  /** In the archive. */
  readonly path: string;
  /** In the beginning of that file. Its groups make the version, joined by dots; without groups there is none. */
  readonly says: RegExp;
}

/** Read of each file at most. Bytes. */
export const mostOfSign = 16 * 1024;

const mostVersion = 24;

/** With a version first; those that tell but the name stand at the end. */
const signs: readonly Sign[] = [
  {
    name: 'Joomla',
    path: 'administrator/manifests/files/joomla.xml',
    says: /<name>files_joomla<\/name>[^]*?<version>([\w.+-]+)<\/version>/,
  },
  {
    name: 'Joomla',
    path: 'libraries/src/Version.php',
    says: /MAJOR_VERSION\s*=\s*(\d+);[^]*?MINOR_VERSION\s*=\s*(\d+);[^]*?PATCH_VERSION\s*=\s*(\d+);/,
  },
  {
    name: 'Joomla',
    path: 'libraries/cms/version/version.php',
    says: /\$RELEASE\s*=\s*'([\d.]+)'[^]*?\$DEV_LEVEL\s*=\s*'(\w+)'/,
  },
  {
    name: 'Joomla',
    path: 'libraries/joomla/version.php',
    says: /\$RELEASE\s*=\s*'([\d.]+)'[^]*?\$DEV_LEVEL\s*=\s*'(\w+)'/,
  },
  { name: 'ClassicPress', path: 'wp-includes/version.php', says: /\$cp_version\s*=\s*'([^']+)'/ },
  { name: 'WordPress', path: 'wp-includes/version.php', says: /\$wp_version\s*=\s*'([^']+)'/ },
  { name: 'Drupal', path: 'core/lib/Drupal.php', says: /const VERSION\s*=\s*'([^']+)'/ },
  { name: 'Drupal', path: 'web/core/lib/Drupal.php', says: /const VERSION\s*=\s*'([^']+)'/ },
  { name: 'Drupal', path: 'includes/bootstrap.inc', says: /define\('VERSION',\s*'([^']+)'\)/ },
  { name: 'PrestaShop', path: 'src/Core/Version.php', says: /PrestaShop[^]*?const VERSION\s*=\s*'([^']+)'/ },
  { name: 'PrestaShop', path: 'app/AppKernel.php', says: /PrestaShop[^]*?const VERSION\s*=\s*'([^']+)'/ },
  { name: 'PrestaShop', path: 'config/settings.inc.php', says: /'_PS_VERSION_',\s*'([^']+)'/ },
  { name: 'Magento', path: 'composer.json', says: /"name":\s*"magento\/[^]*?"version":\s*"([^"]+)"/ },
  {
    name: 'Magento',
    path: 'app/Mage.php',
    says: /'major'\s*=>\s*'(\d+)',\s*'minor'\s*=>\s*'(\d+)',\s*'revision'\s*=>\s*'(\d+)',\s*'patch'\s*=>\s*'(\d+)'/,
  },
  { name: 'Moodle', path: 'version.php', says: /MOODLE[^]*?\$release\s*=\s*'([\w.+-]+)/ },
  { name: 'Nextcloud', path: 'version.php', says: /\$OC_VersionString\s*=\s*'([^']+)'/ },
  { name: 'phpBB', path: 'includes/constants.php', says: /'PHPBB_VERSION',\s*'([^']+)'/ },
  { name: 'MyBB', path: 'inc/class_core.php', says: /\$version\s*=\s*"([^"]+)"/ },
  { name: 'SMF', path: 'index.php', says: /'SMF_VERSION',\s*'([^']+)'/ },
  { name: 'OpenCart', path: 'index.php', says: /define\('VERSION',\s*'([\d.]+)'\);[^]*?DIR_SYSTEM \. 'startup\.php'/ },
  { name: 'MediaWiki', path: 'includes/Defines.php', says: /'MW_VERSION',\s*'([^']+)'/ },
  { name: 'MediaWiki', path: 'includes/DefaultSettings.php', says: /\$wgVersion\s*=\s*'([^']+)'/ },
  {
    name: 'TYPO3',
    path: 'typo3/sysext/core/Classes/Information/Typo3Version.php',
    says: /const VERSION\s*=\s*'([^']+)'/,
  },
  { name: 'Matomo', path: 'core/Version.php', says: /(?:Piwik|Matomo)[^]*?const VERSION\s*=\s*'([^']+)'/ },
  { name: 'Grav', path: 'system/defines.php', says: /'GRAV_VERSION',\s*'([^']+)'/ },
  { name: 'Joomla', path: 'configuration.php', says: /class\s+JConfig\b/ },
  { name: 'WordPress', path: 'wp-config.php', says: /ABSPATH|wp-settings\.php|DB_NAME/ },
];

/** Files that a system may be told from. */
export const signPaths: ReadonlySet<string> = new Set(signs.map(({ path }) => path));

/** @param read the beginning of a file of the archive, one character for each byte; null where there is none, or none that can be read */
export async function findSystem(read: (path: string) => Promise<string | null>): Promise<SiteSystem | null> {
  for (const { name, path, says } of signs) {
    const found = says.exec((await read(path)) ?? '');
    if (found !== null) return { name, version: versionOf(found.slice(1)) };
  }
  return null;
}

/** Only what versions are made of. */
function versionOf(groups: readonly (string | undefined)[]): string | null {
  const version = groups.filter((group) => group !== undefined).join('.');
  return /^\w[\w.+-]*$/.test(version) ? version.slice(0, mostVersion) : null;
}
