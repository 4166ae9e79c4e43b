/** How much of its host a lab may use, and how much is free. */
export const resources = {
  notAnAmount: {
    cpu: '"{{typed}}" is not an amount: write cores such as 2, 1.5 or 500m.',
    memory: '"{{typed}}" is not an amount: write bytes such as 4Gi or 1500Mi.',
  },
  choose: {
    between: 'Choose from {{min}} to {{max}}.',
    from: 'Choose from {{min}}.',
    upTo: 'Choose up to {{max}}.',
  },
  bounds: {
    cpu: {
      between: 'Cores from {{min}} to {{max}}, shared by all nodes.',
      from: 'Cores from {{min}}, shared by all nodes.',
      upTo: 'Cores up to {{max}}, shared by all nodes.',
      any: 'Cores any amount, shared by all nodes.',
    },
    memory: {
      between: 'Bytes from {{min}} to {{max}}, shared by all nodes.',
      from: 'Bytes from {{min}}, shared by all nodes.',
      upTo: 'Bytes up to {{max}}, shared by all nodes.',
      any: 'Bytes any amount, shared by all nodes.',
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
    memory: 'Free on the host {{host}}: {{memory}} of memory.',
    disk: 'Free on the host {{host}}: {{disk}} of disk.',
    both: 'Free on the host {{host}}: {{memory}} of memory, {{disk}} of disk.',
  },
} as const;
