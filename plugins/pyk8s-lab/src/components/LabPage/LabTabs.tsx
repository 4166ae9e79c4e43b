import type {
  Lab,
  LabEvent,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { Route, Routes } from 'react-router-dom';
import { LabActivity } from '../LabActivity';
import { LabConnection } from '../LabConnection';
import { LabOverview } from '../LabOverview';

/** The part of a lab's page that the URL names. */
export const LabTabs = ({
  lab,
  events,
}: {
  lab: Lab;
  /** What has come over the stream, the newest first. */
  events: readonly LabEvent[];
}) => (
  <Routes>
    <Route index element={<LabOverview lab={lab} />} />
    <Route path="connection" element={<LabConnection lab={lab} />} />
    <Route
      path="activity"
      element={<LabActivity lab={lab} liveEvents={events} />}
    />
    <Route path="*" element={<NotFoundErrorPage />} />
  </Routes>
);
