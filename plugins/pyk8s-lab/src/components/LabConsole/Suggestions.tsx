import { Button } from '@backstage/ui';
import type { Suggestion } from '../../console';
import { useTranslate } from '../../translation';
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
}) => {
  const t = useTranslate();
  return (
    suggestions.length > 0 && (
      <div
        role="group"
        aria-label={t('console.suggestions')}
        className={styles.chips}
      >
        {suggestions.map(suggestion => (
          <Button
            key={suggestion.command}
            size="small"
            variant="secondary"
            isDisabled={isDisabled}
            onPress={() => onChoose(suggestion)}
          >
            {t(`console.suggestion.${suggestion.id}`)}
          </Button>
        ))}
      </div>
    )
  );
};
