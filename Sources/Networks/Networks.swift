// Networks: see the design.
