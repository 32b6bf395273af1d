import Diagnostics

/// How one layer is to be mapped.
public struct LayerSettings: Hashable, Sendable {
    public var precision: Precision
    /// Bits used of each cell; nil for all that the device has.
    public var cellBits: Int?
    public var encoding: Encoding
    /// The registered mapper.
    public var mapper: String
    /// The id of the crossbar kind; nil for the kind that wastes the fewest cells.
    public var crossbar: String?
    /// Copies of the weights that work at once.
    public var duplication: Int
    /// Whether different inputs may share a set of DACs.
    public var dacSets: DACSets
    /// Where each of the last rules that set something stands, for messages.
    public var locations: Locations

    public init(
        precision: Precision = Precision(weights: 8, inputs: 8), cellBits: Int? = nil, encoding: Encoding = .offset,
        mapper: String = "dense", crossbar: String? = nil, duplication: Int = 1, dacSets: DACSets = .shared,
        locations: Locations = Locations()
    ) {
        self.precision = precision
        self.cellBits = cellBits
        self.encoding = encoding
        self.mapper = mapper
        self.crossbar = crossbar
        self.duplication = duplication
        self.dacSets = dacSets
        self.locations = locations
    }

    /// Places in the mapping file.
    public struct Locations: Hashable, Sendable {
        public var mapper: SourceLocation?
        public var crossbar: SourceLocation?
        public var duplication: SourceLocation?
        public var cellBits: SourceLocation?

        public init() {}
    }
}

/// The settings that a rule changes; nil leaves what was.
public struct SettingsChange: Hashable, Sendable {
    public var weightBits: Int?
    public var inputBits: Int?
    public var sumBits: Int?
    public var inputForm: InputForm?
    public var conversionBits: Int?
    public var phases: Int?
    public var cellBits: Int?
    public var encoding: Encoding?
    public var mapper: String?
    public var crossbar: String?
    public var duplication: Int?
    public var dacSets: DACSets?
    public var locations = LayerSettings.Locations()

    public init() {}

    func apply(to settings: inout LayerSettings) {
        if let weightBits { settings.precision.weights = weightBits }
        if let inputBits { settings.precision.inputs = inputBits }
        if let sumBits { settings.precision.sums = sumBits }
        if let inputForm { settings.precision.inputForm = inputForm }
        if let conversionBits { settings.precision.conversions = conversionBits }
        if let phases { settings.precision.phases = phases }
        if let encoding { settings.encoding = encoding }
        if let dacSets { settings.dacSets = dacSets }
        if let cellBits { (settings.cellBits, settings.locations.cellBits) = (cellBits, locations.cellBits) }
        if let mapper { (settings.mapper, settings.locations.mapper) = (mapper, locations.mapper) }
        if let crossbar { (settings.crossbar, settings.locations.crossbar) = (crossbar, locations.crossbar) }
        if let duplication {
            (settings.duplication, settings.locations.duplication) = (duplication, locations.duplication)
        }
    }
}
