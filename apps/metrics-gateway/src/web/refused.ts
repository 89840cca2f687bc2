import type { Reason, Remembered, Route } from '../outcomes.js';
import { cut, html, type Html } from './html.js';
import { moment } from './moment.js';
import type { Listing } from './table.js';

interface Explained {
  readonly word: string;
  readonly advice: string;
}

/** For who reads a refusal without having written the push. */
const REASONS: Readonly<Record<Reason, Explained>> = {
  malformed: {
    word: 'Not readable',
    advice: 'Correct the body where the sentence points; sent again unchanged it fails again.',
  },
  conflict: {
    word: 'Contradicts another push',
    advice: 'Give one of the two families another name, or both the same type.',
  },
  catalogue: {
    word: 'Against the catalogue',
    advice: 'Push the family as its definition has it, or under a name that is not taken.',
  },
  oversized: { word: 'Too large', advice: 'Push it in several parts, or fewer series.' },
  encoding: {
    word: 'In an unknown encoding',
    advice: 'Send text or protobuf, as it is or in gzip, and name it in the headers.',
  },
  unauthorized: {
    word: 'Not allowed',
    advice: 'Look at the token: whether it is sent, and what it may push.',
  },
  rate: { word: 'Too often', advice: 'Gather more in one push, and wait as Retry-After says.' },
  full: {
    word: 'No room left',
    advice: 'Delete groups that are done, push fewer series, or raise gateway.series.',
  },
  memory: {
    word: 'Memory is short',
    advice: 'Push fewer series, or give the gateway more memory.',
  },
  busy: {
    word: 'Too much at once',
    advice: 'Wait as Retry-After says, push fewer bodies at once, or give the gateway more memory.',
  },
  disk: {
    word: 'The disk took nothing',
    advice: 'Make room where DATA_DIR is; the log of the gateway has the cause.',
  },
};

const ROUTES: Readonly<Record<Route, string>> = {
  group: '/metrics/job/…',
  push: '/v1/push',
  events: '/v1/events',
  otlp: 'OTLP, /v1/metrics',
};

export function refusedListing(nowSeconds: number): Listing<Remembered> {
  return {
    section: 'refused',
    title: 'Refused pushes',
    about:
      'The latest since the gateway started. Of a refused push nothing is kept, so its figures are missing or old until the sender mends it.',
    orders: { newest: 'newest' },
    nothing: 'No push was refused since the gateway started.',
    columns: [
      {
        title: 'When',
        sorts: { newest: 'descending' },
        cell: ({ atSeconds }) => moment(atSeconds, nowSeconds),
      },
      { title: 'Way in', cell: ({ route }) => html`<code>${ROUTES[route]}</code>` },
      { title: 'Why, and what to do', isWide: true, cell: whyOf },
      {
        title: 'Who',
        cell: ({ who }) =>
          who === undefined
            ? html`<span class="quiet">not known</span>`
            : html`<bdi>${cut(who)}</bdi>`,
      },
    ],
  };
}

function whyOf({ reason, said }: Remembered): Html {
  const { word, advice } = REASONS[reason];
  return html`<strong class="bad">${word}.</strong> <bdi>${cut(said, 500)}</bdi
    ><span class="help">${advice}</span>`;
}
