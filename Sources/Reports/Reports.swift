// Reports: see the design.
