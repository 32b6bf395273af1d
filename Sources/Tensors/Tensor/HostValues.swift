import CTensorsABI

extension Backend {
    /// A tensor of the given elements, the last extent varying fastest.
    ///
    /// - Precondition: there are as many elements as the shape says.
    public func tensor<Element: TensorElement>(
        _ elements: [Element], _ shape: [Int], on device: Device = .cpu
    ) throws(TensorError) -> Tensor {
        precondition(elements.count == shape.reduce(1, *), "\(elements.count) elements for a shape of \(shape)")
        return try make("from_host") { table in
            elements.withUnsafeBytes { bytes in
                withExtents(shape) {
                    table.from_host(bytes.baseAddress, Element.elementType.rawValue, $0, $1, device.code)
                }
            }
        }
    }

    /// A tensor of the bytes of its elements, as a file has them.
    ///
    /// - Precondition: there are as many bytes as the shape and the type say.
    public func tensor(
        bytes: UnsafeRawBufferPointer, _ shape: [Int], type: ElementType, on device: Device = .cpu
    ) throws(TensorError) -> Tensor {
        precondition(bytes.count == shape.reduce(type.size, *), "\(bytes.count) bytes for a shape of \(shape)")
        return try make("from_host") { table in
            withExtents(shape) { table.from_host(bytes.baseAddress, type.rawValue, $0, $1, device.code) }
        }
    }

    /// A single number, as a tensor without axes.
    public func number(
        _ value: Double, type: ElementType = .float32, on device: Device = .cpu
    ) throws(TensorError) -> Tensor {
        try full(value, [], type: type, on: device)
    }

    /// Every element the same.
    public func full(
        _ value: Double, _ shape: [Int], type: ElementType = .float32, on device: Device = .cpu
    ) throws(TensorError) -> Tensor {
        try make("full") { table in withExtents(shape) { table.full(value, type.rawValue, $0, $1, device.code) } }
    }

    /// Every element 0.
    public func zeros(
        _ shape: [Int], type: ElementType = .float32, on device: Device = .cpu
    ) throws(TensorError) -> Tensor {
        try full(0, shape, type: type, on: device)
    }

    /// Every element 1.
    public func ones(
        _ shape: [Int], type: ElementType = .float32, on device: Device = .cpu
    ) throws(TensorError) -> Tensor {
        try full(1, shape, type: type, on: device)
    }

    /// Independent draws, uniform from `range.lowerBound` up to, without it, `range.upperBound`.
    public func uniform(
        _ shape: [Int], in range: Range<Double> = 0..<1, type: ElementType = .float32, on device: Device = .cpu
    ) throws(TensorError) -> Tensor {
        try random(NAXDSE_UNIFORM, range.lowerBound, range.upperBound, shape, type, device)
    }

    /// Independent normal draws.
    public func normal(
        _ shape: [Int], mean: Double = 0, deviation: Double = 1, type: ElementType = .float32, on device: Device = .cpu
    ) throws(TensorError) -> Tensor {
        try random(NAXDSE_NORMAL, mean, deviation, shape, type, device)
    }

    private func random(
        _ kind: Int, _ a: Double, _ b: Double, _ shape: [Int], _ type: ElementType, _ device: Device
    ) throws(TensorError) -> Tensor {
        try make("random") { table in
            withExtents(shape) {
                table.random(generators.pointer, Int32(kind), a, b, type.rawValue, $0, $1, device.code)
            }
        }
    }
}

extension Tensor {
    /// The elements, converted where they are of another type. Waits for a GPU.
    public func values<Element: TensorElement>(of _: Element.Type = Element.self) throws(TensorError) -> [Element] {
        let source = try converted(to: Element.elementType)
        var result = [Element](repeating: .filler, count: count)
        let bytes = result.withUnsafeMutableBytes {
            backend.table.pointee.to_host(source.pointer, $0.baseAddress, Int64($0.count))
        }
        try backend.check("to_host", source, status: bytes)
        return result
    }

    /// The bytes of the elements in the tensor's own type, as a file takes them.
    public func bytes() throws(TensorError) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: count * type.size)
        let status = result.withUnsafeMutableBytes {
            backend.table.pointee.to_host(pointer, $0.baseAddress, Int64($0.count))
        }
        try backend.check("to_host", self, status: status)
        return result
    }

    /// The only element. Waits for a GPU.
    ///
    /// - Precondition: there is one.
    public func number() throws(TensorError) -> Double {
        precondition(count == 1, "a tensor of \(shape) is not one number")
        return try values(of: Double.self)[0]
    }

    /// The same elements in another type; itself where it is of that type.
    public func converted(to type: ElementType) throws(TensorError) -> Tensor {
        guard type != self.type else { return self }
        return try backend.make("convert", self) { $0.convert(self.pointer, type.rawValue, self.device.code, 0) }
    }

    /// The same elements on another device; itself where it is there.
    public func moved(to device: Device) throws(TensorError) -> Tensor {
        guard device != self.device else { return self }
        return try backend.make("convert", self) { $0.convert(self.pointer, self.type.rawValue, device.code, 0) }
    }

    /// The same map with the channels of a pixel beside each other in memory, which convolutions
    /// work faster with. Results keep that order, and the gradient that comes back has it too.
    public func channelsLast() throws(TensorError) -> Tensor {
        try backend.make("convert", self) { $0.convert(self.pointer, self.type.rawValue, self.device.code, 1) }
    }

    /// Overwrites the elements with those of another tensor, whose extents of 1 are repeated.
    public func copy(from other: Tensor) throws(TensorError) {
        try backend.check("copy", self, other, status: backend.table.pointee.copy(pointer, other.pointer))
    }
}
