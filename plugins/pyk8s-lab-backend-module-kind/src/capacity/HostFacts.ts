/** What a lab host has, as far as it is known. */
export interface HostFacts {
  readonly cpus: number;
  readonly memoryBytes: number;
  /** What new programs can have. */
  readonly memoryFreeBytes: number;
  /** Where Docker keeps its data. Unknown where that is another machine. */
  readonly diskFreeBytes?: number;
}
