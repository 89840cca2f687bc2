import { conflict, listeningInodes } from './taken-ports.js';

/** As /proc/net/tcp has it: 2382 is 9090, 0A listens, 01 is a connection. */
const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2382 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0000 100
   1: 0100007F:2382 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 112 1 0000 100
   2: 00000000:2383 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 113 1 0000 100
`;

describe('listeningInodes', () => {
  it('finds who listens, and neither connections nor other ports', () => {
    expect(listeningInodes(TABLE, 9090)).toEqual(['111']);
    expect(listeningInodes(TABLE, 9092)).toEqual([]);
  });
});

describe('conflict', () => {
  it('names the part, the port, the holder and the variable that moves it', () => {
    expect(conflict('prometheus', 9090, 'nginx (pid 11)')).toBe(
      'prometheus wants port 9090, which nginx (pid 11) holds; PROMETHEUS_PORT=0 takes any free one',
    );
  });
});
