import type {
  ExecOptions,
  Lab,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useCallback, useRef } from 'react';
import { VisuallyHidden } from '@backstage/ui';
import {
  announce,
  type Scrollback,
  type Suggestion,
  suggestionsFor,
} from '../../console';
import { useConsole, useRunCommand } from '../../hooks';
import { useTranslate } from '../../translation';
import { CommandForm } from './CommandForm';
import { ConsoleOutput } from './ConsoleOutput';
import { HistoryNote } from './HistoryNote';
import { Suggestions } from './Suggestions';

/**
 * Says to screen readers how the last command ended. What it printed is theirs to
 * read when they want it: reading all of it aloud would drown everything else.
 */
const EndAnnouncer = ({
  scrollback: { entries },
  maxOutputBytes,
}: {
  scrollback: Scrollback;
  maxOutputBytes: number;
}) => {
  const t = useTranslate();
  const last = entries[entries.length - 1];
  return (
    <VisuallyHidden role="status">
      {last?.ending && (
        // Another command may end with the same words, which are said again.
        <span key={last.id}>{announce(t, last.ending, maxOutputBytes)}</span>
      )}
    </VisuallyHidden>
  );
};

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
