// What exporters leave in a graph to be done with weights: standardised, bounded, quantised anew.

extension GraphImport {
    /// Constants that are worked out by an operator with numbers of its own.
    func folded(elsewhere node: NodeReader, _ inputs: [Constant?]) throws(ImportFailure) -> Constant {
        guard let first = inputs.first ?? nil else { throw ImportFailure("it has no input", "export the model again") }
        switch node.operation {
        case "CumSum": return try runningSum(node, first, inputs)
        case "Clip": return try clipped(node, first, inputs)
        default: return try normalised(node, first, inputs)
        }
    }

    private func runningSum(
        _ node: NodeReader, _ input: Constant, _ inputs: [Constant?]
    ) throws(ImportFailure) -> Constant {
        guard inputs.count == 2, let stated = try inputs[1]?.integers().first else {
            throw ImportFailure("it has no axis", "export the model again")
        }
        let axis = try node.axis(stated, rank: input.dims.count)
        let isExclusive = try node.integer("exclusive") ?? 0 != 0, isReversed = try node.integer("reverse") ?? 0 != 0
        let (extent, stride) = (input.dims[axis], Strides.of(input.dims)[axis])
        /// Sums along the axis, by the places of a line of it.
        func sums<Number>(
            _ values: [Number], _ zero: Number, _ add: (Number, Number) throws(ImportFailure) -> Number
        ) throws(ImportFailure) -> [Number] {
            var result = values
            for start in values.indices where start / stride % extent == 0 {
                var total = zero
                for step in 0..<extent {
                    let place = start + (isReversed ? extent - 1 - step : step) * stride
                    let next = try add(total, values[place])
                    result[place] = isExclusive ? total : next
                    total = next
                }
            }
            return result
        }
        switch try input.numbers() {
        case .integers(let values):
            let result = try sums(values, 0) { a, b throws(ImportFailure) in
                let (sum, overflow) = a.addingReportingOverflow(b)
                guard !overflow, input.type.range?.contains(sum) ?? true else {
                    throw ImportFailure("its sums are beyond its type (\(input.type))", "export the model again")
                }
                return sum
            }
            return Constant(.integers(result), dims: input.dims, type: input.type)
        case .reals(let values):
            return Constant(
                .reals(try sums(values, 0) { a, b throws(ImportFailure) in Double(Float(a + b)) }), dims: input.dims,
                type: input.type)
        }
    }

    private func clipped(_ node: NodeReader, _ input: Constant, _ inputs: [Constant?]) throws(ImportFailure) -> Constant
    {
        func bound(_ attribute: String, _ index: Int) throws(ImportFailure) -> Double? {
            if let stated = node.attribute(attribute) { return Double(stated.f) }
            guard inputs.count > index, let constant = inputs[index] else { return nil }
            guard let number = try constant.scalar(), !number.isNaN else {
                throw ImportFailure("its \(attribute) is not one number", "export the model again")
            }
            return number
        }
        let (low, high) = (try bound("min", 1) ?? -.infinity, try bound("max", 2) ?? .infinity)
        switch try input.numbers() {
        case .integers(let values):
            let least = Int(exactly: low.rounded(.up)) ?? (low < 0 ? Int.min : Int.max)
            let most = Int(exactly: high.rounded(.down)) ?? (high < 0 ? Int.min : Int.max)
            return Constant(.integers(values.map { min(max($0, least), most) }), dims: input.dims, type: input.type)
        case .reals(let values):
            return Constant(
                .reals(values.map { $0.isNaN ? $0 : min(max($0, low), high) }), dims: input.dims, type: input.type)
        }
    }

    /// Batch-norm of weights: standardised by their own statistics (in training mode), or by given ones.
    private func normalised(
        _ node: NodeReader, _ input: Constant, _ inputs: [Constant?]
    ) throws(ImportFailure) -> Constant {
        let parts = try inputs.compactMap(\.self).map { part throws(ImportFailure) in try part.numbers().reals }
        guard parts.count == 5, input.dims.count >= 2, parts[1...].allSatisfy({ $0.count == input.dims[1] }),
            input.count > 0
        else {
            throw ImportFailure("it normalises a constant with the extents \(input.dims)", "export the model again")
        }
        let trains = opset >= 14 ? try node.integer("training_mode") ?? 0 != 0 : false
        let epsilon = Double(Float(try node.real("epsilon") ?? 1e-5))
        let channels = input.dims[1], inner = input.dims[2...].reduce(1, *)
        let values = parts[0], each = Double(values.count / channels)
        var (means, variances) = (parts[3], parts[4])
        if trains {
            means = [Double](repeating: 0, count: channels)
            variances = means
            for (k, value) in values.enumerated() { means[k / inner % channels] += value / each }
            for (k, value) in values.enumerated() {
                let difference = value - means[k / inner % channels]
                variances[k / inner % channels] += difference * difference / each
            }
        }
        return Constant(
            .reals(
                values.indices.map { k in
                    let channel = k / inner % channels
                    return Double(
                        Float(
                            (values[k] - means[channel]) / (variances[channel] + epsilon).squareRoot()
                                * parts[1][channel] + parts[2][channel]))
                }), dims: input.dims, type: input.type)
    }

    /// `QuantizeLinear` of weights, as models quantised for TensorRT have them: a scale for all, or one for each place
    /// along an axis.
    func quantised(_ node: NodeReader, _ input: Constant, _ inputs: [Constant?]) throws(ImportFailure) -> Constant {
        guard inputs.count >= 2, let scale = inputs[1], try node.integer("block_size") ?? 0 == 0 else {
            throw ImportFailure("it has no scale, or scales by block", "quantise weights with a scale for each output")
        }
        let zero = inputs.count > 2 ? inputs[2] : nil
        let stated = try node.integer("output_dtype") ?? 0
        let type: ElementType
        if let zero {
            type = zero.type
        } else {
            type = stated == 0 ? .uint8 : try StoredTensor.type(Int32(truncatingIfNeeded: stated))
        }
        guard let range = type.range, range.upperBound <= 1 << 32 else {
            throw ImportFailure("it quantises to \(type)", "integers of 4 to 32 bits are supported")
        }
        let scales = try scale.numbers().reals, zeros = try zero?.numbers().reals ?? [0]
        let axis = scales.count == 1 ? 0 : try node.axis(try node.integer("axis") ?? 1, rank: input.dims.count)
        guard scales.count == 1 || scales.count == input.dims[axis], zeros.count == 1 || zeros.count == scales.count,
            scales.allSatisfy({ $0 > 0 && $0.isFinite })
        else {
            throw ImportFailure(
                "it has \(scales.count) scales for the extents \(input.dims)",
                "one for each place of its axis, above 0, is wanted")
        }
        let stride = scales.count == 1 ? 1 : Strides.of(input.dims)[axis]
        var codes: [Int] = []
        for (k, value) in try input.numbers().reals.enumerated() {
            let place = scales.count == 1 ? 0 : k / stride % input.dims[axis]
            let code =
                Double((Float(value) / Float(scales[place])).rounded(.toNearestOrEven))
                + zeros[zeros.count == 1 ? 0 : place]
            guard !code.isNaN else {
                throw ImportFailure("it quantises something that is no number", "export the model again")
            }
            codes.append(Int(min(max(code, Double(range.lowerBound)), Double(range.upperBound))))
        }
        return Constant(.integers(codes), dims: input.dims, name: input.name, type: type)
    }
}
