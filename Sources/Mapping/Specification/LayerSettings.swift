import Diagnostics

/// How one layer is to be mapped.
public struct LayerSettings: Hashable, Sendable {
    /// Bits of weights, inputs, sums and conversions.
    public var precision: Precision
    /// Bits used of each cell; nil for all that the device has.
    public var cellBits: Int?
    /// How signed weights become conductances.
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

    /// As a mapping that says nothing else has them: 8 bits, `offset`, mapper `dense`, one copy.
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
        /// Of the name of a mapper.
        public var mapper: SourceLocation?
        /// Of the id of a crossbar kind.
        public var crossbar: SourceLocation?
        /// Of a number of copies.
        public var duplication: SourceLocation?
        /// Of the bits used of each cell.
        public var cellBits: SourceLocation?

        /// None: of settings made in code.
        public init() {}
    }
}

/// The settings that a rule changes; nil leaves what was.
public struct SettingsChange: Hashable, Sendable {
    /// Attribute `weights`.
    public var weightBits: Int?
    /// Attribute `inputs`.
    public var inputBits: Int?
    /// Attribute `sums`: bits of a partial sum.
    public var sumBits: Int?
    /// Attribute `input-form`.
    public var inputForm: InputForm?
    /// Attribute `conversions`: bits that are asked of an ADC.
    public var conversionBits: Int?
    /// Attribute `phases`: parts of an input's streams, each converted by itself, where streams are accumulated.
    public var phases: Int?
    /// Attribute `bits` of the cells: those that are used of each.
    public var cellBits: Int?
    /// Attribute `encoding`.
    public var encoding: Encoding?
    /// Attribute `mapper`: the name of a registered one.
    public var mapper: String?
    /// Attribute `crossbar`: the id of a kind.
    public var crossbar: String?
    /// Attribute `duplication`: copies that work at once.
    public var duplication: Int?
    /// Attribute `dac-sets`.
    public var dacSets: DACSets?
    /// Where the file says what is set, for messages.
    public var locations = LayerSettings.Locations()

    /// Changes nothing.
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
