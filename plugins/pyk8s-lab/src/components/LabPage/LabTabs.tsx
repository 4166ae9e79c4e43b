import type {
  Lab,
  LabEvent,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { Route, Routes } from 'react-router-dom';
import type { LabActions, LabPermissions } from '../../hooks';
import { abilitiesOf } from '../../labs';
import { LabActivity } from '../LabActivity/LabActivity';
import { LabConnection } from '../LabConnection/LabConnection';
import { LabConsole } from '../LabConsole/LabConsole';
import { LabImages } from '../LabImages/LabImages';
import { LabLogs } from '../LabLogs/LabLogs';
import { LabOverview } from '../LabOverview/LabOverview';
import type { Ended } from './LabAbsence';

/** The part of a lab's page that the URL names. */
export const LabTabs = ({
  lab,
  ended,
  events,
  options,
  actions,
  may,
}: {
  lab: Lab;
  ended: Ended | undefined;
  /** What has come over the stream, the newest first. */
  events: readonly LabEvent[];
  options: LabOptions | undefined;
  actions: LabActions;
  may: LabPermissions;
}) => {
  const { hasCommands, hasImages } = abilitiesOf(lab);
  return (
    <Routes>
      <Route
        index
        element={
          <LabOverview
            lab={lab}
            liveEvents={events}
            options={options}
            actions={actions}
            mayUpdate={may.mayUpdate && !ended}
          />
        }
      />
      <Route
        path="connection"
        element={
          <LabConnection lab={lab} may={may} isHidden={ended === 'hidden'} />
        }
      />
      {hasCommands && (
        <Route
          path="console"
          element={
            <LabConsole
              lab={lab}
              options={options}
              may={may}
              isHidden={ended === 'hidden'}
            />
          }
        />
      )}
      <Route
        path="logs"
        element={<LabLogs lab={lab} may={may} isHidden={ended === 'hidden'} />}
      />
      {hasImages && (
        <Route
          path="images"
          element={
            <LabImages
              lab={lab}
              liveEvents={events}
              options={options}
              may={may}
              isHidden={ended === 'hidden'}
            />
          }
        />
      )}
      <Route
        path="activity"
        element={<LabActivity lab={lab} liveEvents={events} />}
      />
      <Route path="*" element={<NotFoundErrorPage />} />
    </Routes>
  );
};
