// A strategy draws random numbers and takes logarithms: it compiles against this module alone.
@_exported import Random
