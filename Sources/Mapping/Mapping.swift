// Mapping: see the design.
