// Search: see the design.
