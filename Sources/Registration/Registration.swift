// Registration: see the design.
