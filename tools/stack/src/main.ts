import { parseArgs } from 'node:util';
import { findPlace, type Place } from './config.js';
import { parseSignal } from './control/order.js';
import { DOCKER_VERBS, inDocker } from './docker/command.js';
import { doctor } from './doctor/doctor.js';
import { drill, listDrills, whyNot } from './drill/command.js';
import { inbox } from './inbox.js';
import { logs } from './logs.js';
import { down, order } from './order.js';
import { nearest, PART_NAMES, type PartName } from './settings/ports.js';
import { status } from './status.js';
import { up } from './up.js';

const HELP = `Runs the whole monitoring stack on this machine.

  up [--only PART,PART]     start everything, or these and what they need, and stay; Ctrl-C stops it
  status [--json]           state, pid, uptime, restarts, memory and URL of each part
  doctor [--json]           looks for what is wrong, from settings to mail, and says what to do about it
  logs PART [-f]            what a part has written in this run; -f goes on with what follows
  inbox [--json]            the mail and Slack messages that alerts have caused
  stop PART [--signal KILL] hold a part down
  start PART                and let it go
  restart PART
  reload                    have Prometheus take up rules and thresholds as they are on disk now
  drill ALERT,… | --all | --list  make an alert's condition true, follow it to the inbox and back; [--slow] [--json]
  down                      stop everything, also what a killed launcher has left running

With --docker the same in containers, as docker/docker-compose.monitoring.yml has it:
  up | down | status | logs [PART] [-f] | restart PART
  backup [FOLDER]           Prometheus, Grafana and PostgreSQL, while they run
  restore FOLDER            puts back what a backup holds; what was there is gone
  prove                     tries it all out beside whatever runs, with stand-ins for what no registry here offers

Exit codes: 0 done; 1 refused or failed, as \`up\` is while the stack runs already, or \`status\` with a part
that is not ready; 2 wrong usage; 3 the stack does not run.
Settings come from the environment and docker/.env.monitoring, or the file that --env-file names; state, data
and logs are in .aura, or the folder that AURA_HOME names, whose stack every command then speaks of.`;

const WRONG_USAGE = 2;

/** What the command line asks for is not among what can be asked. */
class WrongUsage extends Error {}

const options = {
  only: { type: 'string' },
  follow: { type: 'boolean', short: 'f', default: false },
  json: { type: 'boolean', default: false },
  signal: { type: 'string' },
  'env-file': { type: 'string' },
  all: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  slow: { type: 'boolean', default: false },
  docker: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Reading the command line throws on an option that is none. */
const read = (args: string[]) => parseArgs({ args, allowPositionals: true, options });
type Given = ReturnType<typeof read>['values'];

/** What a verb is asked to do, for which stack. */
interface Request {
  readonly place: Place;
  readonly part: string | undefined;
  readonly given: Given;
}
type Verb = (request: Request) => Promise<number>;

const VERBS: Readonly<Record<string, Verb>> = {
  up: ({ place, given: { only } }) => up(place, { only: only?.split(',').map(partName) }),
  status: ({ place, given: { json } }) => status(place.layout, { asJson: json }),
  doctor: ({ place, given: { json } }) => doctor(place, { asJson: json }),
  logs: ({ place, part, given: { follow } }) =>
    logs(place.layout, part === 'build' ? part : partName(part), { follow }),
  inbox: ({ place, given: { json } }) => inbox(place.layout, { asJson: json }),
  start: ({ place, part }) => order(place.layout, { verb: 'start', part: partName(part) }),
  stop: ({ place, part, given: { signal } }) =>
    order(place.layout, {
      verb: 'stop',
      part: partName(part),
      ...(signal && { signal: signalName(signal) }),
    }),
  restart: ({ place, part }) => order(place.layout, { verb: 'restart', part: partName(part) }),
  drill: ({ place, part, given }) => runDrills(place, part, given),
  reload: ({ place }) => order(place.layout, { verb: 'reload', part: '' }),
  down: ({ place }) => down(place.layout),
};

function runDrills(place: Place, names: string | undefined, given: Given): Promise<number> {
  if (given.list) return Promise.resolve(listDrills());
  if ((names === undefined) !== given.all)
    throw new WrongUsage('name the alerts, as in drill ApplicationDown, or give --all or --list');
  const wanted = names?.split(',');
  const [refusal] = (wanted ?? []).flatMap((name) => whyNot(name) ?? []);
  if (refusal !== undefined) throw new WrongUsage(refusal);
  return drill(place.layout, { names: wanted, withSlow: given.slow, asJson: given.json });
}

async function main(args: string[]): Promise<number> {
  const { positionals, values } = read(args);
  const [name = 'up', part] = positionals;
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (values.docker) {
    if (!DOCKER_VERBS.includes(name))
      throw new WrongUsage(`with --docker there are ${DOCKER_VERBS.join(', ')}`);
    const place = await findPlace(values['env-file']);
    return inDocker(name, { place, subject: part, follow: values.follow });
  }
  const verb = VERBS[name];
  if (verb === undefined) throw new WrongUsage(`no verb is called ${name}; --help lists them`);
  return verb({ place: await findPlace(values['env-file']), part, given: values });
}

function partName(name: string | undefined): PartName {
  if (name === undefined) throw new WrongUsage(`name a part: ${PART_NAMES.join(', ')}`);
  const known = PART_NAMES.find((part) => part === name);
  if (known === undefined)
    throw new WrongUsage(`no part is called ${name}; did you mean ${nearest(name)}?`);
  return known;
}

function signalName(text: string): NodeJS.Signals {
  const signal = parseSignal(text);
  if (signal === undefined) throw new WrongUsage(`${text} is no signal; KILL and TERM are`);
  return signal;
}

function isWrongUsage(error: unknown): error is Error {
  if (error instanceof WrongUsage) return true;
  return (
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  );
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return isWrongUsage(error) ? WRONG_USAGE : 1;
});
