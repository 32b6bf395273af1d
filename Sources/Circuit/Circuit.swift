// Circuit: see the design.
