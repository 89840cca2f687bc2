import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Controller, Get, Headers, Inject, Param, Res } from '@nestjs/common';
import { problem } from '@aura/service';
import type { FastifyReply } from 'fastify';
import { CONFIG, type Config } from '../config.js';
import { codeOf } from '../pipeline/errors.js';
import { deliveredFiles, type VideoFiles } from '../pipeline/storage.js';
import { generationId } from './generation-id.js';
import { parseRange } from './range.js';

/** The files themselves. They are served from the disk alone, so they outlive the database. */
@Controller('videos')
export class VideosController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Get(':id')
  async video(
    @Param('id') id: string,
    @Headers('range') range: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { video } = this.filesOf(id);
    const size = await sizeOf(video, id);
    const wanted = parseRange(range, size);
    void reply.headers({ 'content-type': 'video/mp4', 'accept-ranges': 'bytes' });
    if (wanted === 'unsatisfiable') {
      await reply
        .status(416)
        .header('content-range', `bytes */${String(size)}`)
        .send();
      return;
    }
    const { start, end } = wanted ?? { start: 0, end: size - 1 };
    if (wanted !== undefined) {
      const contentRange = `bytes ${String(start)}-${String(end)}/${String(size)}`;
      void reply.status(206).header('content-range', contentRange);
    }
    await reply.header('content-length', end - start + 1).send(createReadStream(video, wanted));
  }

  @Get(':id/thumbnail')
  async thumbnail(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const { thumbnail } = this.filesOf(id);
    const size = await sizeOf(thumbnail, id);
    void reply.headers({ 'content-type': 'image/jpeg', 'content-length': size });
    await reply.send(createReadStream(thumbnail));
  }

  private filesOf(id: string): VideoFiles {
    return deliveredFiles(this.config.MEDIA_DIR, generationId(id));
  }
}

async function sizeOf(file: string, id: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    const advice = `GET /generations/${id} says whether it is still made, failed, or was swept away.`;
    throw problem({ status: 404, error: `no files of ${id}`, advice });
  }
}
