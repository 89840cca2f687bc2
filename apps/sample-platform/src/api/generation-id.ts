import { problem } from '@aura/service';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id of a generation as it stands in a path; anything else never reaches the disk or the database. */
export function generationId(text: string): string {
  if (UUID.test(text)) return text;
  throw problem({
    status: 400,
    error: 'id: expected a UUID in lower case',
    advice: 'Take the id from the answer of POST /generate.',
  });
}
