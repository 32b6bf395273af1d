extension GraphImport {
    /// `Resize` and `Upsample`, axis by axis: nearest neighbours are gathered, all else are weighted sums.
    mutating func resize(_ node: NodeReader) throws(ImportFailure) -> Value {
        var value = try operand(node, 0)
        guard !value.dims.contains(0) else {
            throw ImportFailure("it resizes a constant without elements", "export the model again")
        }
        let settings = try ResizeSettings(node)
        let rank = value.dims.count
        let isResize = node.operation == "Resize" && opset >= 11
        var axes = Array(0..<rank)
        if let stated = try node.integers("axes") {
            axes = []
            for axis in stated { axes.append(try node.axis(axis, rank: rank)) }
        }
        let stated = node.attribute("scales")?.floats.map(Double.init)
        let scales = if let stated, !isResize { stated } else { try optionalReals(node, isResize ? 2 : 1, "scales") }
        let sizes = isResize ? try optionalConstant(node, 3, "sizes")?.integers() : nil
        let roi = isResize && settings.mapping == "tf_crop_and_resize" ? try optionalReals(node, 1, "region") : nil
        var targets: [(axis: Int, count: Int, scale: Double)] = []
        if let sizes, !sizes.isEmpty {
            guard sizes.count == axes.count, sizes.allSatisfy({ (1...Limits.elements).contains($0) }) else {
                throw ImportFailure("its sizes are \(sizes)", "one for each of \(axes.count) axes is wanted")
            }
            var ratios = zip(axes, sizes).map { Double($1) / Double(value.dims[$0]) }
            var counts = sizes
            switch try node.text("keep_aspect_ratio_policy") ?? "stretch" {
            case "stretch": break
            case let policy where policy == "not_larger" || policy == "not_smaller":
                let ratio = policy == "not_larger" ? ratios.min() ?? 1 : ratios.max() ?? 1
                ratios = ratios.map { _ in ratio }
                counts = axes.map { Int((ratio * Double(value.dims[$0])).rounded(.toNearestOrAwayFromZero)) }
            case let policy:
                throw ImportFailure(
                    "its keep_aspect_ratio_policy is '\(policy)'", "choose stretch, not_larger or not_smaller")
            }
            targets = zip(axes, zip(counts, ratios)).map { ($0, $1.0, $1.1) }
        } else if let scales, !scales.isEmpty {
            guard scales.count == axes.count, scales.allSatisfy({ $0 > 0 && $0.isFinite }) else {
                throw ImportFailure("its scales are \(scales)", "one above 0 for each of \(axes.count) axes is wanted")
            }
            for (number, (axis, scale)) in zip(axes, scales).enumerated() {
                // The operator's text: ⌊extent · scale⌋, of the region where there is one.
                let part = roi.map { Float($0[number + axes.count] - $0[number]) } ?? 1
                let extent = (Float(value.dims[axis]) * part * Float(scale)).rounded(.down)
                guard extent >= 1, Double(extent) <= Double(Limits.elements) else {
                    throw ImportFailure(
                        "its scale \(scale) leaves nothing of \(value.dims[axis])", "choose a larger one")
                }
                targets.append((axis, Int(extent), scale))
            }
        } else {
            throw ImportFailure("it has neither scales nor sizes", "export the model again")
        }
        for (number, target) in targets.enumerated() {
            let extent = value.dims[target.axis]
            var region: (Double, Double)?
            if let roi {
                guard roi.count == 2 * axes.count else {
                    throw ImportFailure("its region has \(roi.count) numbers", "two per axis are wanted")
                }
                region = (roi[number], roi[number + axes.count])
            }
            if target.count == extent, target.scale == 1, region == nil || region! == (0, 1) { continue }
            guard target.count <= Limits.elements / max(value.dims.reduce(1, *) / extent, 1) else {
                throw ImportFailure("it gives more than \(Limits.elements) elements", "choose a smaller size")
            }
            let weighing = try settings.weights(
                extent: extent, count: target.count, scale: Float(target.scale), region: region, opset: opset)
            let suffix = number == 0 ? "" : ".\(number)"
            var dims = value.dims
            dims[target.axis] = target.count
            var operation = Interpolation(
                axis: target.axis, taps: weighing.taps, indices: weighing.indices, weights: weighing.weights)
            switch value {
            case .constant(let constant):
                // Position embeddings of images of another size.
                try checkFoldingSize(dims)
                let sums = operation.sums(try constant.numbers().reals, of: Shape(constant.dims))
                value = .constant(Constant(.reals(sums.map { Double(Float($0)) }), dims: dims, type: constant.type))
            case .computed(let tensor):
                if weighing.taps == 1, weighing.weights.allSatisfy({ $0 == 1 }) {
                    value = .computed(try gathered(node, tensor, axis: target.axis, weighing.indices, suffix: suffix))
                    continue
                }
                let source: Int
                (source, operation.axis) = try layer(tensor, withAxis: target.axis, for: node)
                value = .computed(tensor.moved(try append(node.name + suffix, .interpolate(operation), [source]), dims))
            case .unknown: throw unsupported(node)
            }
        }
        return value
    }

    private func optionalReals(_ node: NodeReader, _ index: Int, _ role: String) throws(ImportFailure) -> [Double]? {
        guard let constant = try optionalConstant(node, index, role), constant.count > 0 else { return nil }
        return try constant.numbers().reals
    }
}

/// How `Resize` maps places of the output to places of the input, and what it does between them.
///
/// In single precision, as runtimes compute it: the nearest neighbour may hang on the last bit.
private struct ResizeSettings {
    let mode: String
    let mapping: String
    let rounding: String
    let coefficient: Float
    let excludesOutside: Bool
    let smooths: Bool
    let filler: Double

    init(_ node: NodeReader) throws(ImportFailure) {
        let stated = try node.text("mode") ?? "nearest"
        mode = stated == "bilinear" ? "linear" : stated
        guard ["nearest", "linear", "cubic"].contains(mode) else {
            throw ImportFailure("its mode is '\(stated)'", "choose nearest, linear or cubic")
        }
        // Before opset 11 there was one way, which is asymmetric.
        mapping =
            try node.opset < 11 || node.operation == "Upsample"
            ? "asymmetric" : node.text("coordinate_transformation_mode") ?? "half_pixel"
        let known = [
            "half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners", "asymmetric",
            "tf_crop_and_resize", "tf_half_pixel_for_nn",
        ]
        guard known.contains(mapping) else {
            throw ImportFailure(
                "its coordinate_transformation_mode is '\(mapping)'", "choose one of \(known.joined(separator: ", "))")
        }
        rounding = try node.text("nearest_mode") ?? "round_prefer_floor"
        guard ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"].contains(rounding) else {
            throw ImportFailure(
                "its nearest_mode is '\(rounding)'", "choose round_prefer_floor, round_prefer_ceil, floor or ceil")
        }
        coefficient = Float(try node.real("cubic_coeff_a") ?? -0.75)
        excludesOutside = try node.integer("exclude_outside") ?? 0 != 0
        smooths = try node.integer("antialias") ?? 0 != 0
        filler = try node.real("extrapolation_value") ?? 0
    }

    /// The place in the input of a place in the output.
    func source(_ place: Float, extent: Int, count: Int, scale: Float, region: (Double, Double)?) -> Float {
        switch mapping {
        case "asymmetric": return place / scale
        case "align_corners": return count == 1 ? 0 : place * Float(extent - 1) / Float(count - 1)
        case "pytorch_half_pixel": return count > 1 ? (place + 0.5) / scale - 0.5 : 0
        case "tf_half_pixel_for_nn": return (place + 0.5) / scale
        case "half_pixel_symmetric":
            let adjustment = Float(count) / (scale * Float(extent))
            let offset = Float(extent) / 2 * (1 - adjustment)
            return offset + (place + 0.5) / scale - 0.5
        case "tf_crop_and_resize":
            let (start, end) = (Float(region?.0 ?? 0), Float(region?.1 ?? 1)), last = Float(extent - 1)
            return count > 1
                ? start * last + place * (end - start) * last / Float(count - 1) : 0.5 * (start + end) * last
        default: return (place + 0.5) / scale - 0.5
        }
    }

    /// For each output the inputs that it is made of, with their weights.
    func weights(
        extent: Int, count: Int, scale: Float, region: (Double, Double)?, opset: Int
    ) throws(ImportFailure) -> (taps: Int, indices: [Int], weights: [Double]) {
        var rows: [[(Int, Double)]] = []
        for output in 0..<count {
            let place = source(Float(output), extent: extent, count: count, scale: scale, region: region)
            if mapping == "tf_crop_and_resize", place < 0 || place > Float(extent - 1) {
                guard filler == 0 else {
                    throw ImportFailure(
                        "it fills what lies outside with \(filler)", "only 0, or a region inside, is supported")
                }
                rows.append([(0, 0)])
                continue
            }
            switch mode {
            case "nearest": rows.append([(nearest(place, extent: extent, scale: scale, opset: opset), 1)])
            case _ where smooths && scale < 1:
                rows.append(smooth(output, extent: extent, count: count, scale: scale, region: region))
            case "linear":
                let inside = min(max(place, 0), Float(extent - 1))
                let first = min(Int(inside), extent - 1)
                let part = Double(inside - Float(first))
                rows.append(part == 0 ? [(first, 1)] : [(first, 1 - part), (min(first + 1, extent - 1), part)])
            default: rows.append(cubic(place, extent: extent))
            }
        }
        let taps = rows.map(\.count).max() ?? 1
        guard taps <= Limits.window, taps <= Constant.foldingLimit / count else {
            throw ImportFailure("each of its outputs is made of \(taps) inputs", "resize by less at once")
        }
        let padded = rows.map { row in row + Array(repeating: (row.first?.0 ?? 0, 0.0), count: taps - row.count) }
        return (taps, padded.flatMap { $0.map(\.0) }, padded.flatMap { $0.map(\.1) })
    }

    private func nearest(_ place: Float, extent: Int, scale: Float, opset: Int) -> Int {
        let whole: Float
        if opset < 11 {
            // As runtimes read the text: rounded up where the map shrinks.
            whole = scale < 1 ? place.rounded(.up) : place.rounded(.towardZero)
        } else {
            switch rounding {
            case "floor": whole = place.rounded(.down)
            case "ceil": whole = place.rounded(.up)
            case "round_prefer_ceil": whole = place.rounded(.toNearestOrAwayFromZero)
            default:
                whole =
                    place == place.rounded(.towardZero) + 0.5
                    ? place.rounded(.down) : place.rounded(.toNearestOrAwayFromZero)
            }
        }
        return Int(min(max(whole, 0), Float(extent - 1)))
    }

    private func cubicWeight(_ distance: Double) -> Double {
        let a = Double(coefficient), x = abs(distance)
        if x <= 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
    }

    /// Keys' kernel over four neighbours; those outside are the nearest inside, or left out.
    private func cubic(_ place: Float, extent: Int) -> [(Int, Double)] {
        let first = Int(place.rounded(.down))
        let part = Double(place - place.rounded(.down))
        let all = (-1...2).map { (first + $0, cubicWeight(part - Double($0))) }
        return inside(all, extent: extent)
    }

    /// A triangle or Keys' kernel as wide as the map shrinks, so that nothing is skipped.
    private func smooth(
        _ output: Int, extent: Int, count: Int, scale: Float, region: (Double, Double)?
    ) -> [(Int, Double)] {
        let center = Double(source(Float(output), extent: extent, count: count, scale: scale, region: region)) + 0.5
        let reach = (mode == "linear" ? 1.0 : 2.0) / Double(scale)
        let first = Int((center - reach + 0.5).rounded(.down)), end = Int((center + reach + 0.5).rounded(.down))
        let all = (first..<max(end, first + 1)).map { place in
            let distance = (Double(place) - center + 0.5) * Double(scale)
            return (place, mode == "linear" ? max(1 - abs(distance), 0) : cubicWeight(distance))
        }
        let total = all.reduce(0) { $0 + $1.1 }
        return inside(all.map { ($0.0, $0.1 / total) }, extent: extent)
    }

    private func inside(_ all: [(Int, Double)], extent: Int) -> [(Int, Double)] {
        guard excludesOutside else { return all.map { (min(max($0.0, 0), extent - 1), $0.1) } }
        let kept = all.filter { (0..<extent).contains($0.0) }
        let total = kept.reduce(0) { $0 + $1.1 }
        return kept.map { ($0.0, $0.1 / total) }
    }
}
