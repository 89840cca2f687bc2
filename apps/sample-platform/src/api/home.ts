import type { Generation } from '../database/generation.entity.js';

export interface Home {
  /** The newest first. */
  readonly videos: readonly Generation[];
  /** Renders that wait; undefined while the database or the queue does not answer. */
  readonly waiting: number | undefined;
  readonly perMinute: number;
  readonly hasChaos: boolean;
}

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
  nav a { margin-right: 1rem }
  .videos { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1rem }
  figure { margin: 0 } video { width: 100%; border-radius: .4rem; background: #0003 }
  figcaption { font-size: .85rem } .down { color: #c33; font-weight: 600 }
  pre { padding: .6rem; background: #8882; border-radius: .4rem; overflow-x: auto }
`;

/** The platform's page: what it is, what it made last, where to look. */
export function homePage(home: Home): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Aura Render, the sample platform</title><style>${STYLE}</style></head><body>
<h1>Aura Render</h1>
<p>A small video platform that renders real videos with FFmpeg, so that the monitoring around it has
something to watch. ${state(home)}</p>
<nav><a href="/metrics">metrics</a><a href="/health/ready">readiness</a><a href="/load">load</a>${
    home.hasChaos ? '<a href="/chaos">drills</a>' : ''
  }</nav>
<pre>curl -i localhost:8010/generate -H 'content-type: application/json' \\
  -d '{"prompt":"a lighthouse","theme":"nature","durationSeconds":3}'</pre>
<h2>Latest videos</h2>
${home.videos.length === 0 ? '<p>None on disk yet.</p>' : `<div class="videos">${home.videos.map(card).join('')}</div>`}
</body></html>`;
}

function state({ waiting, perMinute }: Home): string {
  if (waiting === undefined)
    return '<span class="down">The database or the queue does not answer.</span>';
  return `${String(waiting)} renders wait; about ${String(perMinute)} are asked for each minute.`;
}

function card({ id, prompt, theme, level, durationSeconds, quality }: Generation): string {
  const facts = [
    theme,
    level,
    `${String(durationSeconds)} s`,
    `SSIM ${quality?.toFixed(3) ?? 'unknown'}`,
  ];
  return `<figure><video controls preload="none" poster="/videos/${id}/thumbnail" src="/videos/${id}"></video>
<figcaption>${escaped(prompt)}<br>${facts.join(' · ')} · <a href="/generations/${id}">details</a></figcaption></figure>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
