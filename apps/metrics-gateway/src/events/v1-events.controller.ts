import { problem } from '@aura/service';
import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { plainOf, reasonOf, sentIn, type BodyRefused } from '../body.js';
import { forbidden, jobFault, principalOf } from '../guard/principal.js';
import { unwritten } from '../journal/unwritten.js';
import { LIMITS } from '../limits.js';
import { EventIntake, type Received, type Result } from './intake.js';
import { EVENTS_JOB } from './sums.js';

interface Answer {
  readonly applied: number;
  readonly duplicates: number;
  readonly refused: number;
  readonly events: readonly Result[];
}

/** Events of the platform that become metrics: docs/events.md. */
@Controller()
export class V1EventsController {
  constructor(@Inject(EventIntake) private readonly intake: EventIntake) {}

  @Post('v1/events')
  @HttpCode(200)
  async take(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    const principal = principalOf(request);
    const foreign = jobFault(principal, [EVENTS_JOB]);
    if (foreign !== undefined) {
      this.intake.refused('unauthorized', foreign, principal.name);
      throw forbidden(foreign);
    }
    const received = await this.receive(request);
    if (received.outcome === 'unwritten') throw unwritten(received.reason);
    if (received.outcome === 'unread') throw unread(received.status, received.error);
    const answer = answerOf(received.events);
    const retryAfter = retryAfterOf(received.events);
    if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
    if (answer.refused === 0) return answer;
    if (answer.refused === received.events.length) throw noneTaken(answer);
    reply.code(207);
    return answer;
  }

  private async receive(request: FastifyRequest): Promise<Received> {
    const { 'content-type': type = '' } = request.headers;
    const plain = await plainOf(sentIn(request), request.headers, LIMITS);
    if (plain.ok) return this.intake.receive(plain.bytes, type, Date.now() / 1000);
    this.intake.refused(reasonOf(plain.status), plain.error);
    return { outcome: 'unread', status: plain.status, error: plain.error };
  }
}

const CORRECT =
  'Correct the body; nothing of it was kept, and sent again unchanged it fails again. docs/events.md has the format.';
const EACH =
  'Correct the events by what each was refused for, and send them again; nothing of them was kept. docs/events.md has the format.';
const LATER =
  'Send them again later, under the same ids; or raise gateway.series, or expire what nobody needs.';

function unread(status: BodyRefused['status'], error: string): ReturnType<typeof problem> {
  return problem({ status, error: `the events were refused: ${error}`, advice: CORRECT });
}

function answerOf(events: readonly Result[]): Answer {
  const count = (outcome: Result['outcome']): number =>
    events.filter((one) => one.outcome === outcome).length;
  const [applied, duplicates] = [count('applied'), count('duplicate')];
  return { applied, duplicates, refused: events.length - applied - duplicates, events };
}

/** When there may be room for what had none. */
function retryAfterOf(events: readonly Result[]): number | undefined {
  for (const one of events) {
    if (one.outcome === 'refused' && one.retryAfterSeconds !== undefined) {
      return one.retryAfterSeconds;
    }
  }
  return undefined;
}

function noneTaken(answer: Answer): ReturnType<typeof problem> {
  const isFull = retryAfterOf(answer.events) !== undefined;
  const [first] = answer.events.flatMap((one) => (one.outcome === 'refused' ? [one.error] : []));
  const error =
    answer.refused === 1
      ? `the event was refused: ${String(first)}`
      : `all ${String(answer.refused)} events were refused; the first: ${String(first)}`;
  return problem(
    { status: isFull ? 429 : 400, error, advice: isFull ? LATER : EACH },
    { ...answer },
  );
}
