import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import { Container, VisuallyHidden } from '@backstage/ui';
import { useCallback, useEffect } from 'react';
import { useParams, useSearchParams } from 'react-router-dom';
import {
  ClockOffsetProvider,
  useLab,
  useLabActions,
  useLabNotices,
  useLabOptions,
  useLabPermissions,
} from '../../hooks';
import type { LabResult } from '../../hooks';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { ExtendDialog } from '../dialogs/ExtendDialog';
import { LabHeader } from './LabHeader';
import { LabAbsence, type Ended } from './LabAbsence';
import { LabBanners } from './LabBanners';
import { LabTabs } from './LabTabs';

const QUERY = 'extend';

/**
 * Whether the URL asks to extend the lab, as the link in a notification does.
 *
 * @returns that, and a function that takes it out of the URL
 */
function useExtendQuery(): [boolean, () => void] {
  const [params, setParams] = useSearchParams();
  const forget = useCallback(
    () =>
      setParams(
        current => {
          const rest = new URLSearchParams(current);
          rest.delete(QUERY);
          return rest;
        },
        { replace: true },
      ),
    [setParams],
  );
  return [params.has(QUERY), forget];
}

const always = () => true;

function endedAs({ isGone, isHidden }: LabResult): Ended | undefined {
  if (isGone) {
    return 'gone';
  }
  return isHidden ? 'hidden' : undefined;
}

const LabContent = ({ lab, result }: { lab: Lab; result: LabResult }) => {
  const { state, keep } = result;
  const ended = endedAs(result);
  const actions = useLabActions(lab, keep);
  const may = useLabPermissions(lab.id);
  const { options, retry: readOptions } = useLabOptions();
  const [asksToExtend, forgetExtend] = useExtendQuery();

  useEffect(() => {
    if (state.accessChanges > 0) {
      readOptions();
    }
  }, [state.accessChanges, readOptions]);

  const shared = { lab, ended, actions, may };
  return (
    <BreadcrumbEntry entry={{ label: lab.name, href: `/labs/${lab.id}` }}>
      <LabHeader {...shared} connection={state.connection} />
      <Container>
        <LabBanners {...shared} options={options} />
        <LabTabs {...shared} events={state.events} options={options} />
      </Container>
      {asksToExtend && !ended && (
        <ExtendDialog
          lab={lab}
          actions={actions}
          may={may}
          onClose={forgetExtend}
        />
      )}
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
