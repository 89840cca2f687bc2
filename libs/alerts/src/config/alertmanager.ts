import { stringify } from 'yaml';
import { inhibitions } from './inhibitions.js';
import {
  receivers,
  type DeadMansSwitchSettings,
  type MailSettings,
  type SlackSettings,
} from './receivers.js';
import { routeTree, timeIntervals, type BusinessHours } from './routes.js';

/** Who is told, and when. At least one of mail and Slack should be there, or alerts reach nobody. */
export interface AlertmanagerSettings {
  readonly mail?: MailSettings;
  readonly slack?: SlackSettings;
  /** Tickets wait for these; what is left out is weekdays, 09:00 to 17:00, UTC. Without it they are told at any hour. */
  readonly businessHours?: Partial<BusinessHours>;
  /** Hears the alert that always fires. Without it nobody does. */
  readonly deadMansSwitch?: DeadMansSwitchSettings;
}

/** The configuration file of the Alertmanager, readable by 0.25 and later, with its templates in it. */
export function alertmanagerConfig(settings: AlertmanagerSettings): string {
  const { businessHours: hours, deadMansSwitch } = settings;
  return (
    '# Generated. Change libs/alerts/src/config instead.\n' +
    stringify(
      {
        route: routeTree({ hours, hasDeadMansSwitch: deadMansSwitch !== undefined }),
        ...timeIntervals(hours),
        inhibit_rules: inhibitions(),
        receivers: receivers(settings),
      },
      { lineWidth: 0, anchorPrefix: 'told' },
    )
  );
}
