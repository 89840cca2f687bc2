import { createHash } from 'node:crypto';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';

interface Asset {
  readonly type: string;
  readonly text: string;
  readonly etag: string;
}

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#1f5fbf"/><path d="M3 11V8m3.3 3V4.5m3.4 6.5V7m3.3 4V5" stroke="#fff" stroke-width="1.8" stroke-linecap="round"/></svg>
`;

/** What the page needs beside itself, in the program so that nothing has to lie beside it. */
export const ASSETS = {
  'page.css': asset('text/css; charset=utf-8', STYLE),
  'page.js': asset('text/javascript; charset=utf-8', SCRIPT),
  'icon.svg': asset('image/svg+xml', ICON),
} as const;

function asset(type: string, text: string): Asset {
  return {
    type,
    text,
    etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`,
  };
}
