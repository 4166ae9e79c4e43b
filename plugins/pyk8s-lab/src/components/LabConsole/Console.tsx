import type {
  ExecOptions,
  Lab,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useCallback, useRef } from 'react';
import { type Suggestion, suggestionsFor } from '../../console';
import { useConsole, useRunCommand } from '../../hooks';
import { CommandForm } from './CommandForm';
import { ConsoleOutput } from './ConsoleOutput';
import { EndAnnouncer } from './EndAnnouncer';
import { HistoryNote } from './HistoryNote';
import { Suggestions } from './Suggestions';

/** Commands that are run in a lab, and what they print. */
export const Console = ({
  lab,
  exec,
  isBlocked,
}: {
  lab: Lab;
  exec: ExecOptions;
  /** No command can be run now. */
  isBlocked: boolean;
}) => {
  const { session, state } = useConsole(lab.id);
  const run = useRunCommand(session, lab);
  const { draft, isRunning, isWaiting, scrollback } = state;
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
    <>
      <ConsoleOutput
        scrollback={scrollback}
        isWaiting={isWaiting}
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
        isBlocked={isBlocked}
        focusField={focusField}
        fieldRef={field}
        on={{
          onEdit: changes => session.edit(changes),
          onOlder: () => session.showOlder(),
          onNewer: () => session.showNewer(),
          onRun: () => {
            run(exec.maxTimeoutSeconds, exec.commands);
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
        isDisabled={isBlocked}
        onChoose={choose}
      />
      <HistoryNote onForget={() => session.forgetHistory()} />
      <EndAnnouncer
        scrollback={scrollback}
        maxOutputBytes={exec.maxOutputBytes}
      />
    </>
  );
};
