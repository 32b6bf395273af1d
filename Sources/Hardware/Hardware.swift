// Hardware: see the design.
