import Quantities

extension Architecture {
    /// The architecture with a share of the power at full activity taken for leakage in every part whose leakage is
    /// unknown.
    ///
    /// - Parameters:
    ///   - share: from 0 to below 1.
    ///   - reason: why, as results tell it.
    public func assumingLeakage(_ share: Double, reason: String) -> Architecture {
        var result = self
        result.components = components.map { $0.assumingLeakage(share, reason: reason) }
        result.crossbars = crossbars.map { $0.assumingLeakage(share, reason: reason) }
        result.root = root.assumingLeakage(share, reason: reason)
        return result
    }

    /// The parts that stand on the chip and whose leakage is not stated, each once, in the order of the hierarchy.
    ///
    /// - Parameter withIO: also those of the way off the chip.
    public func partsOfUnstatedLeakage(withIO: Bool = true) -> [Component] {
        var seen: Set<String> = []
        var result: [Component] = []
        func visit(_ level: Level) {
            let parts = level.parts.map(\.component) + level.crossbars.flatMap { crossbars[$0.kind].components }
            for part in parts
            where part.leakageBasis != .stated && (withIO || !part.isIO) && seen.insert(part.id).inserted {
                result.append(part)
            }
            level.levels.forEach(visit)
        }
        visit(root)
        return result
    }
}

extension Level {
    fileprivate func assumingLeakage(_ share: Double, reason: String) -> Level {
        var result = self
        for index in parts.indices {
            result.parts[index].component = parts[index].component.assumingLeakage(share, reason: reason)
        }
        result.levels = levels.map { $0.assumingLeakage(share, reason: reason) }
        return result
    }
}

extension CrossbarKind {
    /// Its converters and column units, without the array.
    public var components: [Component] {
        [hasDrivers ? dac.component : nil, hasColumnUnits ? adc.component : nil, sampleAndHold, shiftAndAdd?.component]
            .compactMap(\.self)
    }

    fileprivate func assumingLeakage(_ share: Double, reason: String) -> CrossbarKind {
        var result = self
        result.dac.component = dac.component.assumingLeakage(share, reason: reason)
        result.adc.component = adc.component.assumingLeakage(share, reason: reason)
        result.sampleAndHold = sampleAndHold?.assumingLeakage(share, reason: reason)
        if let unit = shiftAndAdd?.component {
            result.shiftAndAdd?.component = unit.assumingLeakage(share, reason: reason)
        }
        return result
    }
}
