import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import { Container, VisuallyHidden } from '@backstage/ui';
import { useParams } from 'react-router-dom';
import {
  ClockOffsetProvider,
  useLab,
  useLabActions,
  useLabNotices,
} from '../../hooks';
import type { LabResult } from '../../hooks';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { LabHeader } from './LabHeader';
import { LabAbsence } from './LabAbsence';
import { LabBanners } from './LabBanners';
import { LabTabs } from './LabTabs';

const always = () => true;

const LabContent = ({ lab, result }: { lab: Lab; result: LabResult }) => {
  const { state, isGone, keep } = result;
  const actions = useLabActions(lab, keep);
  return (
    <BreadcrumbEntry entry={{ label: lab.name, href: `/labs/${lab.id}` }}>
      <LabHeader
        lab={lab}
        isGone={isGone}
        connection={state.connection}
        actions={actions}
      />
      <Container>
        <LabBanners lab={lab} isGone={isGone} />
        <LabTabs lab={lab} events={state.events} />
      </Container>
    </BreadcrumbEntry>
  );
};

const FollowedLab = ({ id }: { id: string }) => {
  const result = useLab(id);
  const announcement = useLabNotices(result.state, always);
  return (
    <ClockOffsetProvider value={result.state.clockOffsetMs}>
      <VisuallyHidden aria-live="polite">{announcement}</VisuallyHidden>
      {result.lab ? (
        <LabContent lab={result.lab} result={result} />
      ) : (
        <Container>
          <LabAbsence result={result} />
        </Container>
      )}
    </ClockOffsetProvider>
  );
};

/** One lab: what it is, how to use it, and what happened to it. */
export const LabPage = () => {
  const { id = '' } = useParams();
  // A new lab has nothing in common with the one before.
  return <FollowedLab key={id} id={id} />;
};
