// Mounts the page, and sees to it that an error nobody caught is told in calm words.
import { mount } from 'svelte';
import { createWorkerClient, holdOutputs } from './extract/worker-client.ts';
import App from './ui/App.svelte';
import { Extraction } from './ui/extraction.svelte.ts';
import './ui/theme.css';

const target = document.getElementById('app');
if (target === null) throw new TypeError('index.html has no #app');

const extraction = new Extraction(createWorkerClient);

// Notices of the browser itself (a resize loop, say) come as error events too, but without an error.
window.addEventListener('error', (event) => {
  if (event.error instanceof Error) extraction.fail(event.error);
});
window.addEventListener('unhandledrejection', (event) => {
  extraction.fail(event.reason);
});

holdOutputs();
mount(App, { target, props: { extraction } });
void extraction.tidyUp();
void extraction.unfinished.look();
