import Tensors

// `Networks` has tensors too, those of files, and `Hardware` devices.
typealias Tensor = Tensors.Tensor
typealias Device = Tensors.Device
