/// What one design point costs.
public struct DesignCost: Hashable, Sendable, Codable {
    /// J an inference, leakage included.
    public var energy: Double
    /// s.
    public var delay: Double
    /// m².
    public var area: Double
    /// Relative excess over the largest chip's crossbars; 0 where they fit.
    public var excess: Double
    /// What the choices add to the network's loss; nil where nothing says so.
    public var loss: Double?

    /// In J, s, m², a share of the limit, and nats.
    @inlinable
    public init(energy: Double, delay: Double, area: Double, excess: Double = 0, loss: Double? = nil) {
        self.loss = loss
        self.energy = energy
        self.delay = delay
        self.area = area
        self.excess = excess
    }

    /// Energy × delay, J·s.
    public var edp: Double { energy * delay }
    /// Energy × delay × area, J·s·m².
    public var edap: Double { energy * delay * area }

    /// The value of a measure, or nil for one that is not a cost.
    public subscript(measure: Measure) -> Double? {
        switch measure {
        case .energy: energy
        case .delay: delay
        case .area: area
        case .edp: edp
        case .edap: edap
        case .loss: loss
        default: nil
        }
    }
}

extension LayerTable {
    /// The cost of one point.
    ///
    /// - Parameter choices: one option index a layer, within the layer's options.
    public func cost(_ choices: [Int32]) -> DesignCost { cost(choices, holdsMaps: true) }

    private func cost(_ choices: [Int32], holdsMaps: Bool) -> DesignCost {
        precondition(choices.count == layers.count, "one choice a layer")
        for (layer, choice) in zip(layers, choices) {
            precondition(choice >= 0 && Int(choice) < layer.options, "layer \(layer.name) has no option \(choice)")
        }
        var result = [DesignCost(energy: 0, delay: 0, area: 0)]
        choices.withUnsafeBufferPointer { points in
            result.withUnsafeMutableBufferPointer { costs($0, of: points, holdsMaps: holdsMaps) }
        }
        return result[0]
    }

    /// What holding its maps elsewhere than beside its crossbars adds to a point's cost; nil where maps always lie
    /// there.
    public func crowdingCost(_ choices: [Int32]) -> DesignCost? {
        guard crowding != nil else { return nil }
        let all = cost(choices), bare = cost(choices, holdsMaps: false)
        return DesignCost(
            energy: all.energy - bare.energy, delay: all.delay - bare.delay, area: all.area - bare.area,
            excess: all.excess - bare.excess)
    }

    /// The costs of many points, one after another in `choices`; unchecked, and
    /// without allocation a point: the loop behind every table look-up.
    ///
    /// Complexity: O(points × layers × kinds); several million points a second
    /// and core for twenty layers.
    public func costs(_ result: UnsafeMutableBufferPointer<DesignCost>, of choices: UnsafeBufferPointer<Int32>) {
        costs(result, of: choices, holdsMaps: true)
    }

    private func costs(
        _ result: UnsafeMutableBufferPointer<DesignCost>, of choices: UnsafeBufferPointer<Int32>, holdsMaps: Bool
    ) {
        let layerCount = layers.count, kindCount = resources.count, loss = loss
        var finish = [Double](repeating: 0, count: layerCount)
        var total = [Int32](repeating: 0, count: max(kindCount, 1))
        // Only where layers share parts.
        var chosen = [Int](repeating: 0, count: layerCount)
        // One closure for all tables: nothing in the loop counts references.
        withTables { tables in
            finish.withUnsafeMutableBufferPointer { finish in
                total.withUnsafeMutableBufferPointer { total in
                    chosen.withUnsafeMutableBufferPointer { chosen in
                        for point in result.indices {
                            let choice = choices.baseAddress! + point * layerCount
                            for kind in 0..<kindCount { total[kind] = 0 }
                            var energySum = 0.0, delaySum = 0.0
                            for layer in 0..<layerCount {
                                let row = tables.firstRows[layer] + Int(choice[layer])
                                energySum += tables.energy[row]
                                chosen[layer] = row
                                finish[layer] = tables.delay[row]
                                delaySum += tables.delay[row]
                                let crossbars = tables.counts.baseAddress! + row * kindCount
                                for kind in 0..<kindCount { total[kind] &+= crossbars[kind] }
                            }
                            let time =
                                tables.isChain
                                ? delaySum
                                : shared?.delay(UnsafeBufferPointer(chosen)) ?? tables.lookup.completion(finish)
                            let size = tables.lookup.size(total)
                            result[point] = DesignCost(
                                energy: energySum + size.leakage * time, delay: time, area: size.area,
                                excess: tables.lookup.excess(total),
                                loss: loss.map { $0.least + $0.step * Double(total[$0.resource]) })
                            guard holdsMaps, let crowding else { continue }
                            let held = crowding(Array(UnsafeBufferPointer(start: choice, count: layerCount)))
                            result[point] = DesignCost(
                                energy: held.energy, delay: held.delay, area: held.area,
                                excess: result[point].excess + held.excess,
                                loss: result[point].loss)
                        }
                    }
                }
            }
        }
    }

    private struct Tables {
        let firstRows: UnsafeBufferPointer<Int>
        let energy: UnsafeBufferPointer<Double>
        let delay: UnsafeBufferPointer<Double>
        let counts: UnsafeBufferPointer<Int32>
        let lookup: TableLookup.View
        let isChain: Bool
    }

    private func withTables(_ action: (Tables) -> Void) {
        layers.map(\.firstRow).withUnsafeBufferPointer { firstRows in
            energy.withUnsafeBufferPointer { energy in
                delay.withUnsafeBufferPointer { delay in
                    counts.withUnsafeBufferPointer { counts in
                        lookup.withView { lookup in
                            action(
                                Tables(
                                    firstRows: firstRows, energy: energy, delay: delay, counts: counts, lookup: lookup,
                                    isChain: isChain))
                        }
                    }
                }
            }
        }
    }
}
