import Hardware

extension CrossbarKind {
    /// What can go wrong on these crossbars: what their description gives a size other than zero.
    public var imperfections: Imperfections {
        var present: Imperfections = []
        // Gates and adders lose nothing.
        guard !isDigital else { return present }
        // Of charges on capacitors the converters' errors alone are known.
        guard device.isResistive else { return adc.offsetSigma > 0 || adc.gainSigma > 0 ? [.converters] : [] }
        let effects = device.effects
        if wires.row.si > 0 || wires.column.si > 0 || wires.source.si > 0 || wires.sink.si > 0
            || (effects.accessResistance?.si ?? 0) > 0 || effects.nonlinearity != nil
        {
            present.insert(.circuit)
        }
        if effects.programmingSigma > 0 { present.insert(.programming) }
        if effects.stuckOn > 0 || effects.stuckOff > 0 { present.insert(.stuck) }
        if effects.drift != nil { present.insert(.drift) }
        if effects.readNoiseSigma > 0 { present.insert(.readNoise) }
        if adc.offsetSigma > 0 || adc.gainSigma > 0 { present.insert(.converters) }
        return present
    }
}

extension Device {
    /// The device with those effects alone that are asked for.
    func keeping(_ imperfections: Imperfections) -> Device {
        var device = self
        if !imperfections.contains(.programming) { device.effects.programmingSigma = 0 }
        if !imperfections.contains(.stuck) { (device.effects.stuckOn, device.effects.stuckOff) = (0, 0) }
        if !imperfections.contains(.drift) { device.effects.drift = nil }
        if !imperfections.contains(.readNoise) { device.effects.readNoiseSigma = 0 }
        return device
    }
}
