import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { bytesOf, type Sent } from './request.js';

export interface Answered {
  /** Of what was sent over a connection of its own, of all answers to it. */
  readonly statuses: readonly number[];
  readonly text: string;
}

/** A keep-alive connection that writes bytes as they are, one request at a time. */
export class Connection {
  private socket: Socket | undefined;

  constructor(private readonly url: URL) {}

  async send(sent: Sent): Promise<Answered> {
    const bytes = bytesOf(sent);
    if (sent.framing !== undefined) return this.sendAlone(bytes);
    if (this.socket?.destroyed === true) this.close(); // it was closed between two requests
    const isFresh = this.socket === undefined;
    const socket = (this.socket ??= await this.opened());
    const received = receive(socket);
    socket.write(bytes);
    const { text, isOpen } = await received;
    if (!isOpen) this.close();
    // The server ends a connection after some refusals without having said so, and this crossed it.
    if (text === '' && !isFresh) return this.send(sent);
    return { statuses: statusesOf(text).slice(0, 1), text };
  }

  close(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }

  private async opened(): Promise<Socket> {
    const socket = connect({ host: this.url.hostname, port: Number(this.url.port) });
    socket.setNoDelay(true).on('error', () => undefined); // the end of it is seen as `close`
    await once(socket, 'connect');
    return socket;
  }

  private async sendAlone(bytes: Buffer): Promise<Answered> {
    const socket = await this.opened();
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    const closed = once(socket, 'close');
    socket.end(bytes);
    await closed;
    const text = Buffer.concat(parts).toString('latin1');
    return { statuses: statusesOf(text), text };
  }
}

/** One whole answer, or what came of it before the connection was closed. */
async function receive(socket: Socket): Promise<{ text: string; isOpen: boolean }> {
  return new Promise((resolve) => {
    let text = '';
    const settle = (isOpen: boolean): void => {
      socket.off('data', take).off('close', end);
      resolve({ text, isOpen });
    };
    const end = (): void => settle(false);
    const take = (part: Buffer): void => {
      text += part.toString('latin1');
      if (isWhole(text)) settle(!/^connection: close/im.test(headOf(text)));
    };
    socket.on('data', take).on('close', end);
  });
}

function isWhole(text: string): boolean {
  const head = headOf(text);
  if (head === '') return false;
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  if (length !== undefined) return text.length >= head.length + Number(length);
  return !/^transfer-encoding: chunked/im.test(head) || text.endsWith('\r\n0\r\n\r\n');
}

function headOf(text: string): string {
  const end = text.indexOf('\r\n\r\n');
  return end === -1 ? '' : text.slice(0, end + 4);
}

function statusesOf(text: string): readonly number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
}
