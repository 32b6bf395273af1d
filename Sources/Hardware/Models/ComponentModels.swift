import Registration

/// The component models that hardware files can name.
public enum ComponentModels {
    /// Those that come with naxdse, in the order in which they are listed.
    public static let shipped: [ComponentModelPlugin] = [
        .init("survey-adc", SurveyADC.self), .init("saberi-adc", SARADC.self), .init("flash-adc", FlashADC.self),
        .init("ramp-adc", RampADC.self),
        .init("r2r-dac", R2RLadderDAC.self), .init("c2c-dac", C2CLadderDAC.self),
        .init("capacitive-dac", CapacitiveDAC.self),
        .init("pulse-dac", PulseDAC.self), .init("driver", DriverModel.self), .init("decoder", DecoderModel.self),
        .init("multiplexer", MultiplexerModel.self), .init("sense-amplifier", SenseAmplifierModel.self),
        .init("adder", AdderModel.self), .init("adder-tree", AdderTreeModel.self),
        .init("shift-and-add", ShiftAndAddModel.self),
        .init("register", RegisterModel.self), .init("comparator", ComparatorModel.self),
        .init("sram", SRAMModel.self), .init("edram", EDRAMModel.self), .init("dram", DRAMModel.self),
        .init("wire", WireModel.self), .init("router", RouterModel.self), .init("link", LinkModel.self),
        .init("sar-adc", SARConverterModel.self), .init("memory", MemoryModel.self),
        .init("technology", TechnologyModel.self),
        .init("node", NodeModel.self),
    ]

    /// The shipped ones by name.
    ///
    /// An ``ArchitectureReader`` takes another registry, with more in it.
    public static var standard: ComponentModelRegistry {
        do {
            return try registry(with: [])
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// The shipped ones and others.
    ///
    /// - Throws: where two have one name, or a name is none.
    public static func registry(with others: [ComponentModelPlugin]) throws(RegistrationError) -> ComponentModelRegistry
    {
        var models = ComponentModelRegistry(of: "component model")
        for plugin in shipped + others { try models.register(plugin, as: plugin.name) }
        return models
    }
}
