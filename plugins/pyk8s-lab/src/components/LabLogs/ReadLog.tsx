import type {
  Lab,
  LabLogQuery,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Button } from '@backstage/ui';
import { useEffect, useRef } from 'react';
import { saveFile, useCopy, useLog, useToasts } from '../../hooks';
import { useCapture } from '../../analytics';
import { logFileName, type ResolvedLog } from '../../logs';
import { useTranslate } from '../../translation';
import { LogAnnouncer } from './LogAnnouncer';
import { LogView } from './LogView';

/** A log that is read, with what one can do with it. */
export const ReadLog = ({
  lab,
  resolved,
  query,
  refreshes,
  follows,
  onFollow,
}: {
  lab: Lab;
  resolved: ResolvedLog;
  query: LabLogQuery;
  /** A new number reads again what is not followed. */
  refreshes: number;
  follows: boolean;
  onFollow: (follows: boolean) => void;
}) => {
  const t = useTranslate();
  const { reader, log } = useLog(lab.id, query, follows);
  const copy = useCopy();
  const toasts = useToasts();
  const capture = useCapture();

  const { provider } = lab;
  const { source } = query;
  // Each log has a component of its own.
  useEffect(
    () =>
      capture({
        action: 'open',
        subject: 'log',
        attributes: { provider, source },
      }),
    [capture, provider, source],
  );

  const seenRefreshes = useRef(refreshes);
  useEffect(() => {
    if (seenRefreshes.current !== refreshes) {
      seenRefreshes.current = refreshes;
      if (reader.getState().phase !== 'following') {
        reader.start();
      }
    }
  }, [reader, refreshes]);

  const download = () => {
    const name = logFileName(lab.name, resolved);
    saveFile(name, log.lines.toText(), 'text/plain');
    toasts.success(t('logs.view.downloaded', { file: name }));
    capture({
      action: 'download',
      subject: 'log',
      attributes: { provider, source },
    });
  };
  return (
    <>
      {log.phase === 'failed' && (
        <Alert
          status="danger"
          icon
          role="alert"
          title={
            log.version > 0
              ? t('logs.view.doesNotGoOn')
              : t('logs.view.notRead')
          }
          description={log.error}
          customActions={
            <Button
              size="small"
              variant="secondary"
              onPress={() => reader.start()}
            >
              {follows ? t('logs.view.connectAgain') : t('logs.view.tryAgain')}
            </Button>
          }
        />
      )}
      {log.phase === 'waiting' && (
        <Alert
          status="info"
          icon
          title={t('logs.view.waits')}
          description={t('logs.view.waitsAdvice')}
        />
      )}
      <LogView
        name={resolved.name}
        log={log}
        on={{
          onFollow,
          onPause: () => reader.pause(),
          onResume: () => reader.resume(),
          onCopy: () => copy(log.lines.toText(), t('logs.view.copied')),
          onDownload: download,
        }}
      />
      <LogAnnouncer name={resolved.name} log={log} />
    </>
  );
};
