// Quantities: see the design.
