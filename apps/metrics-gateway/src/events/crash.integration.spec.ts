import { CRASH_ROUNDS } from '../fixtures/config.js';
import { dataFolder, samplesOf, startProcess, type GatewayProcess } from '../fixtures/process.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A start of the gateway takes most of a round: a usual run has one. */
const ROUNDS = Math.ceil(CRASH_ROUNDS / 3);
const SENDERS = 3;
const EVENTS_PER_BODY = 150;
const BODIES_PER_ROUND = 25;

interface Body {
  readonly text: string;
  isAnswered: boolean;
}

/** Two kinds of events, each with an id that no other has. */
function bodyOf(number: number): Body {
  const events = Array.from({ length: EVENTS_PER_BODY }, (_, i) => {
    const from = { source: 'w-11', id: `e-${String(number)}-${String(i)}` };
    const generation = `g-${from.id}`;
    return i % 2 === 0
      ? { ...from, type: 'video.generation.started', data: { generation } }
      : { ...from, type: 'video.stage.completed', data: { stage: 'upload', seconds: 0.125 } };
  });
  return { text: JSON.stringify(events), isAnswered: false };
}

async function answerTo(url: string, { text }: Body): Promise<unknown> {
  const answer = await fetch(`${url}/v1/events`, { method: 'POST', body: text });
  if (answer.status !== 200) throw new Error(await answer.text());
  return answer.json();
}

/** Sends new bodies from several senders, and kills the gateway when so many are answered. */
async function sendUntilKilled(gateway: GatewayProcess, bodies: Body[]): Promise<void> {
  let answered = 0;
  let killing: Promise<void> | undefined;
  const send = async (): Promise<void> => {
    for (;;) {
      const body = bodyOf(bodies.length);
      bodies.push(body);
      const answer = await answerTo(gateway.url, body).catch((error: unknown) => {
        if (killing === undefined) throw error;
      });
      if (answer === undefined) return;
      body.isAnswered = true;
      answered += 1;
      if (answered === BODIES_PER_ROUND) killing = gateway.kill();
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, send));
  await killing;
}

describe('a gateway that is killed while events come', () => {
  it(
    'has each event once, whether it was answered or is sent again',
    async () => {
      const { folder, remove } = await dataFolder();
      closers.push(remove);
      const settings = { DATA_DIR: folder, DATA_SEGMENT_MIB: '1' };
      const bodies: Body[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        await sendUntilKilled(await startProcess(settings), bodies);
      }
      const gateway = await startProcess(settings);
      closers.push(() => gateway.stop());
      const lost: unknown[] = [];
      for (const body of bodies) {
        const answer = await answerTo(gateway.url, body);
        const again = { applied: 0, duplicates: EVENTS_PER_BODY };
        if (body.isAnswered) expect(answer).toMatchObject(again);
        else lost.push(answer);
      }
      const half = (bodies.length * EVENTS_PER_BODY) / 2;
      expect([
        await samplesOf(gateway, 'video_generation_stage_duration_seconds_count'),
        await samplesOf(gateway, 'video_generation_stage_duration_seconds_sum'),
        await samplesOf(gateway, 'video_generations_in_flight'),
      ]).toEqual([
        [`video_generation_stage_duration_seconds_count{job="events",stage="upload"} ${half}`],
        [`video_generation_stage_duration_seconds_sum{job="events",stage="upload"} ${half / 8}`],
        [`video_generations_in_flight{job="events"} ${half}`],
      ]);
      expect(lost.length).toBeLessThanOrEqual(SENDERS * ROUNDS);
    },
    60_000 + ROUNDS * 20_000,
  );
});
