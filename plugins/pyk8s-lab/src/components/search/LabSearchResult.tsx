import type {
  ResultHighlight,
  SearchDocument,
} from '@backstage/plugin-search-common';
import { HighlightedSearchResultText } from '@backstage/plugin-search-react';
import { Badge, Link, Text } from '@backstage/ui';
import { useTranslate } from '../../translation';
import { SimulatedBadge } from '../common/Simulated';
import styles from './LabSearchResult.module.css';

/** What is shown of a lab that a search has found. */
export interface LabSearchResultProps {
  result?: SearchDocument & { labId?: unknown; simulated?: unknown };
  /** Where the words of the search are in it. */
  highlight?: ResultHighlight;
  icon?: JSX.Element;
}

/**
 * A lab among the results of a search. It does not show the status, which may
 * have changed since the lab was indexed.
 */
export const LabSearchResult = ({
  result,
  highlight,
  icon,
}: LabSearchResultProps) => {
  const t = useTranslate();
  if (!result) {
    return null;
  }
  const marked = (field: 'title' | 'text') => {
    const text = highlight?.fields[field];
    return highlight && text ? (
      <HighlightedSearchResultText
        text={text}
        preTag={highlight.preTag}
        postTag={highlight.postTag}
      />
    ) : (
      result[field]
    );
  };
  return (
    <div className={styles.result}>
      <div className={styles.icon} aria-hidden="true">
        {icon}
      </div>
      <div className={styles.body}>
        <div className={styles.title}>
          <Link href={result.location} variant="body-large" weight="bold">
            {marked('title')}
          </Link>
          {/* The page of all labs is found as well. */}
          {Boolean(result.labId) && <Badge>{t('search.kind')}</Badge>}
          {result.simulated === 'true' && <SimulatedBadge />}
        </div>
        <Text color="secondary" className={styles.text}>
          {marked('text')}
        </Text>
      </div>
    </div>
  );
};
