import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';

/** 2^10 rounds: some 60 ms a login, which Prometheus remembers; guessing takes as long for each guess. */
const COST = 10;
/** Sixteen bytes in bcrypt's alphabet are 22 characters, of which the last has two bits of four only. */
const LAST = ['.', 'O', 'e', 'u'] as const;
/** Perl is in every Debian; its crypt is the C library's. The password comes by standard input, not by argument. */
const PROGRAM = 'my $p = <STDIN>; print crypt($p, $ARGV[0])';
const DEADLINE_MS = 10_000;

/** A hash as the web configuration of Prometheus takes it. */
export async function bcryptHash(password: string): Promise<string> {
  const bytes = randomBytes(22);
  const salt = [...bytes.subarray(0, 21)].map((byte) => ALPHABET[byte % 64] ?? '.').join('');
  const setting = `$2b$${COST}$${salt}${LAST[(bytes[21] ?? 0) % 4] ?? '.'}`;
  const child = spawn('perl', ['-e', PROGRAM, setting], {
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: DEADLINE_MS,
  });
  child.stdin.end(password);
  const [hash] = await Promise.all([text(child.stdout), once(child, 'close')]).catch(
    (error: unknown) => {
      throw new Error('MONITORING_USER needs perl, whose crypt makes bcrypt hashes', {
        cause: error,
      });
    },
  );
  if (!hash.startsWith(setting))
    throw new Error(
      "this system's crypt knows no bcrypt; unset MONITORING_USER, or start on Linux",
    );
  return hash;
}

const ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
