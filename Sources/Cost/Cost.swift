// Cost: see the design.
