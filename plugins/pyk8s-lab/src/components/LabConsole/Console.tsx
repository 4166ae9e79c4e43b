import type {
  ExecOptions,
  Lab,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Card, CardBody, Flex, Text } from '@backstage/ui';
import { useCallback, useRef } from 'react';
import { type Suggestion, suggestionsFor } from '../../console';
import { useConsole } from '../../hooks';
import { SimulatedBadge } from '../Simulated';
import { CommandForm } from './CommandForm';
import { ConsoleOutput } from './ConsoleOutput';
import { EndAnnouncer } from './EndAnnouncer';
import { HistoryNote } from './HistoryNote';
import { Suggestions } from './Suggestions';
import styles from './LabConsole.module.css';

/** Commands that are run in a lab, and what they print. */
export const Console = ({
  lab,
  exec,
  blockedBy,
}: {
  lab: Lab;
  exec: ExecOptions;
  /** Why no command can be run now. */
  blockedBy: string | undefined;
}) => {
  const { session, state } = useConsole(lab.id);
  const { draft, isRunning, scrollback } = state;
  const field = useRef<HTMLDivElement>(null);
  const focusField = useCallback(
    () => field.current?.querySelector('input')?.focus(),
    [],
  );

  const choose = ({ command, input }: Suggestion) => {
    session.edit({ command, ...(input && { input, hasInput: true }) });
    focusField();
  };
  return (
    <Card>
      <CardBody>
        <div className={styles.console}>
          {blockedBy && (
            <Alert status="info" icon role="status" title={blockedBy} />
          )}
          {lab.simulated && (
            <Flex align="center" gap="2">
              <SimulatedBadge />
              <Text as="p" color="secondary" className={styles.note}>
                Nothing really runs: what commands print here is made up.
              </Text>
            </Flex>
          )}
          <ConsoleOutput
            scrollback={scrollback}
            maxOutputBytes={exec.maxOutputBytes}
            onClear={() => {
              session.clear();
              focusField();
            }}
          />
          <CommandForm
            draft={draft}
            programs={exec.commands}
            isRunning={isRunning}
            isBlocked={blockedBy !== undefined}
            focusField={focusField}
            fieldRef={field}
            on={{
              onEdit: changes => session.edit(changes),
              onOlder: () => session.showOlder(),
              onNewer: () => session.showNewer(),
              onRun: () => {
                session.run(exec.maxTimeoutSeconds);
                focusField();
              },
              onCancel: () => {
                session.cancel();
                focusField();
              },
            }}
          />
          <Suggestions
            suggestions={suggestionsFor(exec.commands)}
            isDisabled={blockedBy !== undefined}
            onChoose={choose}
          />
          <HistoryNote onForget={() => session.forgetHistory()} />
          <EndAnnouncer
            scrollback={scrollback}
            maxOutputBytes={exec.maxOutputBytes}
          />
        </div>
      </CardBody>
    </Card>
  );
};
