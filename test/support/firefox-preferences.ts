// How a test wants its Firefox: downloads go to a folder without a question, and nothing calls home. Puppeteer's own
// preferences, which every test of Firefox uses, see to updates, first-run pages and telemetry; these are the rest.

export type Preferences = Readonly<Record<string, string | number | boolean>>;

const savedWithoutAsking = [
  'application/zip',
  'application/x-tar',
  'application/gzip',
  'application/octet-stream',
  'text/plain',
];

export function quietPreferences(downloadFolder: string): Preferences {
  return {
    // 2: the folder named next, not the one for downloads.
    'browser.download.folderList': 2,
    'browser.download.dir': downloadFolder,
    'browser.download.useDownloadDir': true,
    'browser.download.alwaysOpenPanel': false,
    'browser.helperApps.neverAsk.saveToDisk': savedWithoutAsking.join(','),
    // Mozilla's own address for tests. Without it Firefox asks for its remote settings at every start.
    'services.settings.server': 'data:,#remote-settings-dummy/v1',
    'browser.safebrowsing.malware.enabled': false,
    'browser.safebrowsing.phishing.enabled': false,
    'browser.safebrowsing.downloads.enabled': false,
    'browser.safebrowsing.downloads.remote.enabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'intl.accept_languages': 'en-US, en',
  };
}
