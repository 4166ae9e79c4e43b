import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import type { FormEvent, ReactNode } from 'react';
import { useTranslate } from '../../translation';
import styles from './FormDialog.module.css';

/**
 * As the ref of what a dialog is opened for: moves the focus there, so that the
 * keyboard begins where people do. For a field it is the input that gets it.
 */
export function focusOnMount(element: HTMLElement | null): void {
  (element?.querySelector('input') ?? element)?.focus();
}

/** A form in a dialog: the fields, a button that leaves it, and one that submits it. */
export const FormDialog = ({
  title,
  isOpen = true,
  isDismissable,
  width = 480,
  children,
  submit,
  onSubmit,
  onClose,
}: {
  title: string;
  isOpen?: boolean;
  /** False where a click beside the dialog is no reason to leave it. */
  isDismissable?: boolean;
  /** In pixels. */
  width?: number;
  children: ReactNode;
  /** The button that submits the form. Without one the dialog can only be closed. */
  submit?: ReactNode;
  onSubmit: () => void;
  onClose: () => void;
}) => {
  const t = useTranslate();
  const submitForm = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={open => !open && onClose()}
      isDismissable={isDismissable}
      width={width}
    >
      <form
        aria-label={title}
        noValidate
        className={styles.form}
        onSubmit={submitForm}
      >
        <DialogHeader>{title}</DialogHeader>
        <DialogBody>
          <div className={styles.fields}>{children}</div>
        </DialogBody>
        <DialogFooter>
          {submit ? (
            <>
              <Button variant="secondary" onPress={onClose}>
                {t('formDialog.cancel')}
              </Button>
              {submit}
            </>
          ) : (
            <Button variant="secondary" ref={focusOnMount} onPress={onClose}>
              {t('formDialog.close')}
            </Button>
          )}
        </DialogFooter>
      </form>
    </Dialog>
  );
};
