import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  Alert,
  Button,
  Checkbox,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import { useState } from 'react';
import { messageOf } from '../../api';
import type { Manifests } from '../../hooks';
import {
  isArchive,
  MAX_MANIFEST_BYTES,
  problemOf,
} from '../../manifests/packManifests';
import { formatSize, useTranslate } from '../../translation';
import { FormDialog } from '../dialogs/FormDialog';
import styles from './ApplyManifests.module.css';
import { ManifestFiles } from './ManifestFiles';

/** Asks what is to be applied to a lab, and how. */
export const ApplyDialog = ({
  lab,
  manifests: { apply, isSending },
  onClose,
}: {
  lab: Lab;
  manifests: Manifests;
  onClose: () => void;
}) => {
  const t = useTranslate();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [text, setText] = useState('');
  const [folder, setFolder] = useState('');
  const [namespace, setNamespace] = useState('');
  const [serverSide, setServerSide] = useState(false);
  const [error, setError] = useState<string>();
  const given = { files, text };
  const problem = problemOf(given);

  const onSubmit = async () => {
    if (problem || isSending) {
      return;
    }
    setError(undefined);
    try {
      await apply(given, {
        folder,
        namespace: namespace.trim() || undefined,
        serverSide: serverSide || undefined,
      });
      onClose();
    } catch (reason) {
      setError(messageOf(reason));
    }
  };
  return (
    <FormDialog
      title={t('apply.dialogTitle', { name: lab.name })}
      // What was pasted would be lost with a click beside it.
      isDismissable={false}
      width={640}
      onSubmit={onSubmit}
      onClose={onClose}
      submit={
        <Button
          variant="primary"
          type="submit"
          isDisabled={problem !== undefined}
          isPending={isSending}
        >
          {t('apply.submit')}
        </Button>
      }
    >
      <ManifestFiles files={files} onChange={setFiles} />
      <TextAreaField
        className={styles.text}
        label={t('apply.text')}
        description={t('apply.textHelp')}
        rows={8}
        value={text}
        onChange={setText}
        spellCheck="false"
      />
      {isArchive(given) && (
        <TextField
          label={t('apply.folder')}
          description={t('apply.folderHelp')}
          value={folder}
          onChange={setFolder}
          autoComplete="off"
          spellCheck="false"
        />
      )}
      <TextField
        label={t('apply.namespace')}
        description={t('apply.namespaceHelp')}
        value={namespace}
        onChange={setNamespace}
        autoComplete="off"
        autoCorrect="off"
        spellCheck="false"
      />
      <Checkbox isSelected={serverSide} onChange={setServerSide}>
        {t('apply.serverSide')}
      </Checkbox>
      {problem && problem !== 'nothing' && (
        <Alert
          status="warning"
          icon
          role="alert"
          title={t(`apply.problem.${problem}`, {
            size: formatSize(t, MAX_MANIFEST_BYTES),
          })}
        />
      )}
      {error !== undefined && (
        <Alert
          status="danger"
          icon
          role="alert"
          title={t('apply.refused')}
          description={error}
        />
      )}
    </FormDialog>
  );
};
