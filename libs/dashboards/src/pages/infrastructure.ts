import { EXTERNAL } from '@aura/metrics';
import {
  avgBy,
  maxBy,
  not,
  now,
  rate,
  ratio,
  secondsSince,
  shareOfTime,
  sumBy,
} from '@aura/metrics/promql';
import { bars, largestFew, series, smallestFew, stat, timeseries } from '../draw.js';
import type { Page, Panel, Row } from '../panel.js';
import { variable, type Variable } from '../variable.js';
import { following, watch, type World } from '../watch.js';
import { PAGE_WINDOW } from '../window.js';
import { dataStores, database } from './data-stores.js';

const { cadvisor, node } = EXTERNAL;
const instance = variable({ title: 'Host', metric: node.load, label: 'instance' });
const HOST = { instance: instance.matcher } as const;

/** What everything stands on. */
export function infrastructure(world: World): Page {
  return {
    uid: 'aura-infrastructure',
    title: 'Infrastructure',
    help: 'What everything stands on: hosts, containers, Redis and PostgreSQL.',
    span: '6h',
    variables: [instance, database],
    components: ['host', 'disk', 'database', 'redis'],
    rows: [hosts(world), disks(world), filesystems(), containers(), ...dataStores(world)],
  };
}

/** Of the chosen hosts, on a page where one can choose. */
export function processorsBusy(world: World, chosen?: Variable): Panel {
  const watched = watch(world, 'ratio', {
    HighCpuUsage: '{{instance}}',
    CpuExhausted: '{{instance}}',
  });
  return timeseries({
    title: 'Busy processors',
    help: 'Share of time that the processors of each host did something. Renders use what there is; all of it for long starves the rest.',
    ...(chosen === undefined ? watched : following(watched, chosen)),
  });
}

export function memoryInUse(world: World, chosen?: Variable): Panel {
  const watched = watch(world, 'ratio', {
    HighMemoryUsage: '{{instance}}',
    MemoryExhausted: '{{instance}}',
  });
  return timeseries({
    title: 'Memory in use',
    help: 'Share of the memory of each host that programs could not get any more. Past the second line the kernel kills.',
    ...(chosen === undefined ? watched : following(watched, chosen)),
  });
}

export function diskFree(world: World, chosen?: Variable): Panel {
  const legend = '{{instance}} {{mountpoint}}';
  const watched = watch(world, 'ratio', { DiskSpaceLow: legend, DiskAlmostFull: legend });
  return timeseries({
    title: 'Free disk',
    help: 'Share of each filesystem that may still be filled; when it is full PostgreSQL stops.',
    ...(chosen === undefined ? watched : following(watched, chosen)),
  });
}

function hosts(world: World): Row {
  return {
    title: 'Hosts',
    panels: [
      processorsBusy(world, instance),
      memoryInUse(world, instance),
      timeseries({
        title: 'Processor time by mode',
        help: 'What processors were busy with: iowait is a slow disk, steal a neighbour on the same machine.',
        of: series(
          shareOfTime(
            avgBy(rate(node.cpuSeconds, PAGE_WINDOW, { ...HOST, mode: not('idle') }), 'mode'),
          ),
          ($) => $.mode,
        ),
      }),
      timeseries({
        title: 'Load',
        help: 'Programs that ran or wanted to. More than there are processors, for long, is a queue.',
        of: series(maxBy(now(node.load, HOST), 'instance'), ($) => $.instance),
      }),
      timeseries({
        title: 'Network received',
        help: 'Bytes per second that each device received.',
        of: largestFew(
          sumBy(rate(node.networkReceived, PAGE_WINDOW, HOST), 'instance', 'device'),
          ($) => `${$.instance} ${$.device}`,
        ),
      }),
      timeseries({
        title: 'Network sent',
        help: 'Bytes per second that each device sent.',
        of: largestFew(
          sumBy(rate(node.networkSent, PAGE_WINDOW, HOST), 'instance', 'device'),
          ($) => `${$.instance} ${$.device}`,
        ),
      }),
    ],
  };
}

function disks(world: World): Row {
  const moved = (metric: typeof node.diskRead) =>
    sumBy(rate(metric, PAGE_WINDOW, HOST), 'instance', 'device');
  return {
    title: 'Disks',
    panels: [
      diskFree(world, instance),
      timeseries({
        title: 'Free space a day ahead',
        help: 'What is left of each filesystem if it goes on as in the last six hours; below zero it is full by then.',
        ...following(
          watch(world, 'bytes', { DiskFullSoon: '{{instance}} {{mountpoint}}' }),
          instance,
        ),
      }),
      timeseries({
        title: 'Busy disks',
        help: 'Share of time in which each disk had something to do.',
        of: largestFew(
          shareOfTime(sumBy(rate(node.diskBusy, PAGE_WINDOW, HOST), 'instance', 'device')),
          ($) => `${$.instance} ${$.device}`,
        ),
      }),
      timeseries({
        title: 'Read and written',
        help: 'Bytes per second that each disk read and wrote.',
        of: [
          largestFew(moved(node.diskRead), ($) => `${$.instance} ${$.device} read`),
          largestFew(moved(node.diskWritten), ($) => `${$.instance} ${$.device} written`),
        ],
      }),
    ],
  };
}

function filesystems(): Row {
  return {
    title: 'Filesystems',
    panels: [
      bars({
        title: 'Filesystems',
        help: 'Size of each filesystem.',
        of: largestFew(
          maxBy(now(node.filesystemSize, HOST), 'instance', 'mountpoint'),
          ($) => `${$.instance} ${$.mountpoint}`,
        ),
      }),
      bars({
        title: 'Free space',
        help: 'What may still be written to each filesystem.',
        of: smallestFew(
          maxBy(now(node.filesystemAvailable, HOST), 'instance', 'mountpoint'),
          ($) => `${$.instance} ${$.mountpoint}`,
        ),
      }),
    ],
  };
}

/** Series of whole control groups have no name. */
const NAMED = { name: not('') } as const;

function containers(): Row {
  const used = maxBy(now(cadvisor.memoryWorkingSet, NAMED), 'name');
  const allowed = maxBy(now(cadvisor.memoryLimit, NAMED), 'name');
  return {
    title: 'Containers',
    panels: [
      timeseries({
        title: 'Processors used',
        whenEmpty: 'Nothing runs in containers',
        help: 'Processor time of each container, as a share of one processor.',
        of: largestFew(
          shareOfTime(sumBy(rate(cadvisor.cpuSeconds, PAGE_WINDOW, NAMED), 'name')),
          ($) => $.name,
        ),
      }),
      timeseries({
        title: 'Memory',
        whenEmpty: 'Nothing runs in containers',
        help: 'Memory of each container that the kernel could not take back at once.',
        of: largestFew(used, ($) => $.name),
      }),
      timeseries({
        title: 'Memory against its limit',
        whenEmpty: 'Nothing runs in containers',
        help: 'At all of its limit a container is killed; one without a limit shows as endless.',
        of: largestFew(ratio(used, allowed), ($) => $.name),
      }),
      stat({
        title: 'Running for',
        whenEmpty: 'Nothing runs in containers',
        help: 'Since when each container runs: a small number among large ones has restarted.',
        of: smallestFew(secondsSince(maxBy(now(cadvisor.startTime, NAMED), 'name')), ($) => $.name),
      }),
    ],
  };
}
