extension GraphImport {
    /// `ScatterND` on constants: a copy of the first with some elements or blocks replaced (the masks of
    /// shifted windows are made so).
    func scattered(_ node: NodeReader, _ inputs: [Constant]) throws(ImportFailure) -> Constant {
        guard inputs.count == 3, let depth = inputs[1].dims.last, depth <= inputs[0].dims.count else {
            throw ImportFailure("its inputs do not fit", "data, indices and updates are wanted")
        }
        let (data, updates) = (inputs[0], inputs[2])
        guard try node.text("reduction") ?? "none" == "none" else {
            throw ImportFailure("its reduction is not 'none'", "simplify the model with onnxsim")
        }
        let strides = Strides.of(data.dims)
        let block = data.dims[depth...].reduce(1, *)
        let places = try inputs[1].integers()
        let rows = depth == 0 ? 0 : places.count / depth
        guard updates.count == rows * block else {
            throw ImportFailure(
                "it has \(updates.count) updates for \(rows) places of \(block) elements", "export the model again")
        }
        var order = Array(0..<data.count)
        for row in 0..<rows {
            var start = 0
            for axis in 0..<depth {
                let extent = data.dims[axis]
                let place = places[row * depth + axis]
                guard place >= -extent, place < extent else {
                    throw ImportFailure(
                        "its index \(place) is outside of \(data.dims)", "use 0 to \(extent - 1) along axis \(axis)")
                }
                start += (place < 0 ? place + extent : place) * strides[axis]
            }
            for element in 0..<block { order[start + element] = data.count + row * block + element }
        }
        let both = Numbers.joined([try data.numbers(), try updates.numbers()])
        return Constant(both.selecting(order), dims: data.dims)
    }
}
