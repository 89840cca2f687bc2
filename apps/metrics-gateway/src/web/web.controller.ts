import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptsHtml } from '../scrape/accepts.js';
import { ASSETS } from './assets.js';
import { originOf } from './origin.js';
import { pointerOf } from './pointer.js';
import { WebPage } from './web-page.js';

/** Nothing but what the page itself has brought, nothing inline, and no frame around it. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page for people. It shows what a scrape shows, so whoever may scrape may see it. */
@Controller()
export class WebController {
  constructor(@Inject(WebPage) private readonly page: WebPage) {}

  @Get()
  async state(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    guarded(reply).headers({ 'cache-control': 'no-store', vary: 'accept' });
    const origin = originOf(request.protocol, request.headers.host);
    if (!acceptsHtml(request.headers.accept)) {
      reply.type('text/plain; charset=utf-8');
      return pointerOf(origin);
    }
    reply.type('text/html; charset=utf-8');
    return this.page.written({ url: request.originalUrl, origin, nowSeconds: Date.now() / 1000 });
  }

  @Get('web/page.css')
  style(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    return sent('page.css', request, reply);
  }

  @Get('web/page.js')
  script(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    return sent('page.js', request, reply);
  }

  @Get('web/icon.svg')
  icon(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    return sent('icon.svg', request, reply);
  }
}

function sent(name: keyof typeof ASSETS, request: FastifyRequest, reply: FastifyReply): string {
  const { type, text, etag } = ASSETS[name];
  guarded(reply).headers({ etag, 'cache-control': 'no-cache' });
  if (request.headers['if-none-match'] === etag) {
    reply.status(304);
    return '';
  }
  reply.type(type);
  return text;
}

function guarded(reply: FastifyReply): FastifyReply {
  return reply.headers({
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
}
