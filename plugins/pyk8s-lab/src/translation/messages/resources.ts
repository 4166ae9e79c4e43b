/** How much of its host a lab may use, and how much is free. */
export const resources = {
  notAnAmount: {
    cpu: '"{{typed}}" is not a valid CPU amount. Enter cores, for example 2, 1.5 or 500m.',
    memory:
      '"{{typed}}" is not a valid memory amount. Enter bytes, for example 4Gi or 1500Mi.',
  },
  choose: {
    between: 'Must be from {{min}} to {{max}}.',
    from: 'Must be at least {{min}}.',
    upTo: 'Must be at most {{max}}.',
  },
  bounds: {
    cpu: {
      between: '{{min}} to {{max}} cores, shared by all nodes.',
      from: 'At least {{min}} cores, shared by all nodes.',
      upTo: 'Up to {{max}} cores, shared by all nodes.',
      any: 'Cores, shared by all nodes.',
    },
    memory: {
      between: '{{min}} to {{max}}, shared by all nodes.',
      from: 'At least {{min}}, shared by all nodes.',
      upTo: 'Up to {{max}}, shared by all nodes.',
      any: 'Bytes, shared by all nodes.',
    },
  },
  /** The count is that of the CPUs. */
  atMost: {
    cpu_one: 'At most {{cpu}} CPU',
    cpu_other: 'At most {{cpu}} CPUs',
    memory: 'At most {{memory}} of memory',
    both_one: 'At most {{cpu}} CPU, {{memory}} of memory',
    both_other: 'At most {{cpu}} CPUs, {{memory}} of memory',
  },
  free: {
    memory: 'Available on host "{{host}}": {{memory}} of memory.',
    disk: 'Available on host "{{host}}": {{disk}} of disk.',
    both: 'Available on host "{{host}}": {{memory}} of memory, {{disk}} of disk.',
  },
} as const;
