import { Button } from '@backstage/ui';
import type { Suggestion } from '../../console';
import styles from './LabConsole.module.css';

/** Useful commands, each of which is put into the field. */
export const Suggestions = ({
  suggestions,
  isDisabled,
  onChoose,
}: {
  suggestions: readonly Suggestion[];
  isDisabled: boolean;
  onChoose: (suggestion: Suggestion) => void;
}) =>
  suggestions.length > 0 && (
    <div role="group" aria-label="Useful commands" className={styles.chips}>
      {suggestions.map(suggestion => (
        <Button
          key={suggestion.command}
          size="small"
          variant="secondary"
          isDisabled={isDisabled}
          onPress={() => onChoose(suggestion)}
        >
          {suggestion.title}
        </Button>
      ))}
    </div>
  );
