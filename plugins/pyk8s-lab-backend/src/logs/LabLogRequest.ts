/** Which log of a lab. */
export type LabLogSource =
  | { readonly kind: 'provisioning'; readonly run?: string }
  | { readonly kind: 'node'; readonly node?: string; readonly unit?: string }
  | {
      readonly kind: 'pod';
      readonly namespace: string;
      readonly pod: string;
      readonly container?: string;
      readonly previous?: boolean;
    };

/** Which log of a lab, and how much of it. */
export interface LabLogRequest {
  readonly source: LabLogSource;
  readonly tailLines: number;
  readonly sinceSeconds?: number;
  readonly follow: boolean;
}
