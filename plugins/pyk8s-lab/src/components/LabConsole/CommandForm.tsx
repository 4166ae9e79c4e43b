import { Alert, Button, TextAreaField, TextField } from '@backstage/ui';
import {
  RiAddLine,
  RiPlayLine,
  RiStopLine,
  RiSubtractLine,
} from '@remixicon/react';
import {
  type ClipboardEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { readPasted, type Draft } from '../../console';
import { useTranslate } from '../../translation';
import styles from './LabConsole.module.css';

/** As much of an event as the keys of this form need. */
interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  preventDefault(): void;
}

/** What a person does with a command. */
export interface CommandHandlers {
  onEdit: (changes: Partial<Draft>) => void;
  /** Shows the command before, or after, the one that is shown. */
  onOlder: () => void;
  onNewer: () => void;
  onRun: () => void;
  onCancel: () => void;
}

/** Where one types a command, and what it shall read. */
export const CommandForm = ({
  draft,
  programs,
  isRunning,
  isBlocked,
  focusField,
  fieldRef,
  on,
}: {
  draft: Draft;
  /** The programs that may be run. */
  programs: readonly string[];
  isRunning: boolean;
  /** No command can be run now. */
  isBlocked: boolean;
  focusField: () => void;
  /** Gets the field of the command. */
  fieldRef: RefObject<HTMLDivElement>;
  on: CommandHandlers;
}) => {
  const t = useTranslate();
  const cancelButton = useRef<HTMLButtonElement>(null);
  const [refusedLines, setRefusedLines] = useState(0);

  useLayoutEffect(() => {
    // A button that cannot be pressed any more loses the focus to nowhere.
    const isOnCancel = document.activeElement === cancelButton.current;
    if (!isRunning && isOnCancel) {
      focusField();
    }
  }, [isRunning, focusField]);

  const onKeyInCommand = (event: KeyPress) => {
    switch (event.key) {
      case 'ArrowUp':
        // Else the caret goes to the beginning.
        event.preventDefault();
        on.onOlder();
        break;
      case 'ArrowDown':
        event.preventDefault();
        on.onNewer();
        break;
      case 'Escape':
        on.onCancel();
        break;
      default:
    }
  };
  // A field of one line makes one command of several, and of the end of each but
  // the last a space.
  const onPaste = (event: ClipboardEvent<HTMLElement>) => {
    const pasted = readPasted(event.clipboardData.getData('text/plain'));
    setRefusedLines(pasted.how === 'refused' ? pasted.lines : 0);
    if (pasted.how === 'plain') {
      return;
    }
    event.preventDefault();
    const field = event.target;
    if (pasted.how === 'joined' && field instanceof HTMLInputElement) {
      const { value, selectionStart, selectionEnd } = field;
      on.onEdit({
        command:
          value.slice(0, selectionStart ?? value.length) +
          pasted.text +
          value.slice(selectionEnd ?? value.length),
      });
    }
  };
  const onKeyInInput = (event: KeyPress) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      on.onRun();
    } else if (event.key === 'Escape') {
      on.onCancel();
    }
  };

  return (
    <form
      className={styles.form}
      // Phones would begin with a capital.
      autoCapitalize="off"
      onSubmit={event => {
        event.preventDefault();
        on.onRun();
      }}
    >
      <TextField
        ref={fieldRef}
        className={styles.mono}
        label={t('console.command')}
        description={
          isRunning
            ? t('console.commandRunningHelp')
            : t('console.commandHelp', { programs: [...programs] })
        }
        placeholder="kubectl get pods -A"
        value={draft.command}
        onChange={command => {
          setRefusedLines(0);
          on.onEdit({ command });
        }}
        onPaste={onPaste}
        onKeyDown={onKeyInCommand}
        isDisabled={isBlocked}
        autoComplete="off"
        autoCorrect="off"
        spellCheck="false"
      />
      {refusedLines > 0 && (
        <Alert
          status="warning"
          icon
          title={t('console.pasted', { count: refusedLines })}
          description={t('console.pastedAdvice')}
        />
      )}
      {draft.hasInput && (
        <TextAreaField
          className={styles.mono}
          label={t('console.input')}
          description={t('console.inputHelp')}
          rows={8}
          value={draft.input}
          onChange={input => on.onEdit({ input })}
          onKeyDown={onKeyInInput}
          isDisabled={isBlocked}
          spellCheck="false"
        />
      )}
      <div className={styles.buttons}>
        <Button
          type="submit"
          variant="primary"
          iconStart={<RiPlayLine />}
          isPending={isRunning}
          isDisabled={isBlocked}
        >
          {t('console.run')}
        </Button>
        {/* Beside it rather than in its place: the second click of a double
            click would cancel what the first one ran. */}
        <Button
          ref={cancelButton}
          variant="secondary"
          iconStart={<RiStopLine />}
          isDisabled={!isRunning}
          onPress={on.onCancel}
        >
          {t('console.cancel')}
        </Button>
        <Button
          variant="tertiary"
          iconStart={draft.hasInput ? <RiSubtractLine /> : <RiAddLine />}
          isDisabled={isBlocked}
          onPress={() => on.onEdit({ hasInput: !draft.hasInput })}
        >
          {draft.hasInput ? t('console.noInput') : t('console.addInput')}
        </Button>
      </div>
    </form>
  );
};
