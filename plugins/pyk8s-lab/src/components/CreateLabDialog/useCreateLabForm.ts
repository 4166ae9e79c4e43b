import { useApi } from '@backstage/frontend-plugin-api';
import type {
  Lab,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useRef, useState } from 'react';
import { type Outcome, outcomeOf, useCapture } from '../../analytics';
import { labApiRef } from '../../api';
import { suggestName, suggestNameFor } from '../../labs';
import { useTranslate } from '../../translation';
import { explainForm } from './explainForm';
import {
  defaultValues,
  errorsFrom,
  type LabFormErrors,
  type LabFormValues,
  toRequest,
} from './labForm';

const KEY_BYTES = 16;

/** A key that names one request, however often it is sent. */
function newIdempotencyKey(): string {
  // crypto.randomUUID is missing where the portal is served without TLS.
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

/** What a lab is made for, where that is known. */
export interface LabPurpose {
  /** The entity ref of the component. */
  component: string;
  /** What the lab's name begins with, unless the person changes it. */
  name: string;
}

/** The state of the form that asks for a lab. */
export interface CreateLabForm {
  values: LabFormValues;
  errors: LabFormErrors;
  isPending: boolean;
  canSubmit: boolean;
  change: (change: Partial<LabFormValues>) => void;
  suggestAnotherName: () => void;
  submit: () => Promise<void>;
}

/**
 * Holds what a person types, says what is wrong with it, and sends it.
 *
 * @param options - what may be asked for, once it is known
 * @param isTaken - says whether an owner has a lab of a name already
 * @param onCreated - gets the lab that the server accepted
 * @param madeFor - what the lab is made for, where that is known
 */
export function useCreateLabForm(
  options: LabOptions | undefined,
  isTaken: (owner: string, name: string) => boolean,
  onCreated: (lab: Lab) => void,
  madeFor?: LabPurpose,
): CreateLabForm {
  const t = useTranslate();
  const api = useApi(labApiRef);
  const capture = useCapture();
  const [suggestion, setSuggestion] = useState(() => suggestName());
  // Only what the person changed: the rest follows the options as they come.
  const [changes, setChanges] = useState<Partial<LabFormValues>>({});
  const [refusal, setRefusal] = useState<LabFormErrors>({});
  const [isPending, setPending] = useState(false);
  const isSending = useRef(false);
  const lastSent = useRef<{ body: string; key: string }>();

  const owner = changes.owner ?? options?.owners[0] ?? '';
  const suggested = suggestNameFor(madeFor?.name ?? suggestion, name =>
    isTaken(owner, name),
  );
  const values = {
    ...defaultValues(options, suggested, changes.provider),
    component: madeFor?.component ?? '',
    ...withoutBlanks(changes),
  };
  // While it is sent, the lab that has the name and takes the last room may be
  // the one that is asked for.
  const complaints = isPending ? {} : explainForm(t, values, options, isTaken);
  const errors: LabFormErrors = {
    ...refusal,
    ...withoutBlanks(complaints),
  };

  const change = (changed: Partial<LabFormValues>) => {
    setChanges(current => ({
      ...current,
      // Versions, workers and resources belong to a provider.
      ...(changed.provider && {
        kubernetesVersion: undefined,
        workers: 0,
        cpu: undefined,
        memory: undefined,
      }),
      ...changed,
    }));
    // What the server said of a field was about its old value.
    setRefusal(({ form: _form, ...current }) => {
      const rest = { ...current };
      for (const field of Object.keys(changed) as (keyof LabFormValues)[]) {
        delete rest[field];
      }
      return 'owner' in changed ? { ...rest, name: undefined } : rest;
    });
  };

  const submit = async () => {
    if (isSending.current || !options || hasErrors(complaints)) {
      return;
    }
    const request = toRequest(values, options);
    const body = JSON.stringify(request);
    if (lastSent.current?.body !== body) {
      lastSent.current = { body, key: newIdempotencyKey() };
    }
    isSending.current = true;
    setPending(true);
    setRefusal({});
    // Else the name that is suggested would become another one once the lab is
    // heard of, and a second try would make a second lab.
    setChanges(current => ({ ...current, name: request.name }));
    let outcome: Outcome = 'success';
    try {
      const lab = await api.createLab(request, lastSent.current.key);
      lastSent.current = undefined;
      setChanges({});
      setSuggestion(suggestName());
      onCreated(lab);
    } catch (error) {
      outcome = outcomeOf(error);
      setRefusal(errorsFrom(error));
    } finally {
      isSending.current = false;
      setPending(false);
    }
    capture({
      action: 'create',
      subject: 'lab',
      attributes: { provider: values.provider, outcome },
    });
  };

  return {
    values,
    errors,
    isPending,
    canSubmit: options !== undefined && !hasErrors(complaints),
    change,
    suggestAnotherName: () =>
      change({ name: suggestName(name => isTaken(values.owner, name)) }),
    submit,
  };
}

function withoutBlanks<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}

function hasErrors(errors: LabFormErrors): boolean {
  return Object.values(errors).some(Boolean);
}
