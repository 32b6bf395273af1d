// Markup: see the design.
