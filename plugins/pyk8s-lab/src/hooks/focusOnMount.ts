/**
 * As the ref of what a dialog is opened for: moves the focus there, so that the
 * keyboard begins where people do. For a field it is the input that gets it.
 */
export function focusOnMount(element: HTMLElement | null): void {
  (element?.querySelector('input') ?? element)?.focus();
}
