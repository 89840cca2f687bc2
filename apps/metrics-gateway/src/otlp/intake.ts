import { plainOf, reasonOf, type BodyHeaders } from '../body.js';
import { jobFault, type Principal } from '../guard/principal.js';
import type { Journal } from '../journal/journal.js';
import { UNWRITTEN } from '../journal/unwritten.js';
import { LIMITS } from '../limits.js';
import type { Outcomes, Reason } from '../outcomes.js';
import { exportResponse, formatOf, statusMessage, type Format } from './answer.js';
import { jobsIn } from './labels.js';
import type { Otlp, OtlpTaken } from './otlp.js';
import { encodeExported, encodeLeftOut, EXPORTED, readRequest, type Exported } from './records.js';
import { inPauses, pauseAfter } from '../turns.js';
import { takingApart } from './steps.js';

export interface OtlpAnswer {
  readonly status: number;
  readonly format: Format;
  readonly body: Buffer;
  readonly retryAfterSeconds?: number;
}

/** By whom, and when. */
export interface Sent {
  readonly principal: Principal;
  readonly atSeconds: number;
}

interface Refusal {
  readonly status: number;
  readonly reason: Reason;
  readonly said: string;
  readonly retryAfterSeconds?: number;
}

interface Outside {
  readonly otlp: Otlp;
  readonly journal: Journal;
  readonly outcomes: Outcomes;
}

/** Takes the bodies of `POST /v1/metrics`, and counts what became of them. */
export class OtlpIntake {
  constructor(private readonly outside: Outside) {}

  /** The answer comes when what was taken is durable, as far as the journal's policy goes. */
  async receive(sent: Uint8Array, headers: BodyHeaders, from: Sent): Promise<OtlpAnswer> {
    const format = formatOf(headers['content-type']);
    if (format === undefined) {
      return this.refuse({ status: 415, reason: 'encoding', said: TYPES }, 'json');
    }
    const read = await plainOf(sent, headers, LIMITS);
    if (!read.ok) {
      const { status, error } = read;
      return this.refuse({ status, reason: reasonOf(status), said: error }, format);
    }
    return this.take({ format, body: read.bytes }, from);
  }

  private async take(exported: Exported, from: Sent): Promise<OtlpAnswer> {
    const { format } = exported;
    const read = readRequest(exported);
    if (!read.ok) {
      return this.refuse({ status: 400, reason: 'malformed', said: read.reason }, format);
    }
    const { principal, atSeconds } = from;
    const { request } = read;
    const jobs = jobsIn(request);
    const who = principal.name ?? jobs.find((job) => job !== '');
    const foreign = jobFault(principal, jobs);
    if (foreign !== undefined) {
      return this.refuse({ status: 403, reason: 'unauthorized', said: foreign }, format, who);
    }
    const came = { atSeconds, aheadSeconds: LIMITS.aheadSeconds };
    const steps = await inPauses(takingApart(request, came));
    const pause = pauseAfter(exported.body.length);
    if (pause !== undefined) await pause;
    // What can be refused now, or was taken before, is not written down only to be written down as void.
    const before = this.outside.otlp.look({ steps, came });
    if (before !== undefined) return this.answered(before, { format, who });
    const appended = await this.outside.journal.append({
      kind: EXPORTED,
      encode: () => encodeExported(exported, came),
      apply: () => {
        const answer = this.outside.otlp.apply({ steps, came });
        const { applied, leftOut } = answer;
        return { answer, isKept: applied > 0, leftOut: encodeLeftOut(leftOut) };
      },
    });
    if (appended.ok) return this.answered(appended.answer, { format, who });
    // 507 is what no exporter retries, and points that are given up are lost.
    const { retryAfterSeconds } = LIMITS;
    const said = UNWRITTEN[appended.reason];
    return this.refuse({ status: 503, reason: 'disk', said, retryAfterSeconds }, format, who);
  }

  private answered(taken: OtlpTaken, { format, who }: Sender): OtlpAnswer {
    const { applied, duplicates, rejections, retryAfterSeconds } = taken;
    const { points, said, reason = 'malformed' } = rejections;
    const isNothing = applied + duplicates === 0;
    if (isNothing && retryAfterSeconds !== undefined) {
      return this.refuse({ status: 429, reason, said, retryAfterSeconds }, format, who);
    }
    if (points > 0) this.outside.outcomes.refused({ route: 'otlp', reason, said, who });
    else if (applied === 0 && duplicates > 0) this.outside.outcomes.duplicate('otlp');
    else this.outside.outcomes.accepted('otlp');
    return { status: 200, format, body: exportResponse(rejections, format) };
  }

  private refuse(refusal: Refusal, format: Format, who?: string): OtlpAnswer {
    const { status, reason, said, retryAfterSeconds } = refusal;
    this.outside.outcomes.refused({ route: 'otlp', reason, said, who });
    const body = statusMessage(status, `the export was refused: ${said}`, format);
    const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
    return { status, format, body, ...wait };
  }
}

interface Sender {
  readonly format: Format;
  readonly who: string | undefined;
}

const TYPES = 'its content-type is neither application/x-protobuf nor application/json';
