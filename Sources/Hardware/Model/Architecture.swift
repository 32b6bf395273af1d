import Diagnostics
import Quantities
import System

/// A whole accelerator, as a hardware file describes it.
///
/// ```swift
/// let architecture = try ArchitectureReader().read("hardware/puma.xml")
/// let floorplan = architecture.floorplan()
/// floorplan.area(instances: floorplan.instances(crossbars: [240]))        // silicon for 240 crossbars, whole tiles
/// ```
public struct Architecture: Sendable, Hashable {
    /// As results name it.
    public var name: String
    /// Prose of the file; empty where it has none.
    public var description: String
    /// Feature size of the node, attribute `technology`: what components are taken to be for unless they say otherwise.
    public var technology: Length
    /// Of the digital parts, as the source states it, to be shown: costs follow the times of the actions.
    public var clock: Frequency
    /// The kinds of crossbar, in the order of the file.
    public var crossbars: [CrossbarKind]
    /// Every component the file defines, used or not, in the order of the file.
    public var components: [Component]
    /// The chip.
    public var root: Level
    /// The publication that the architecture follows, attribute `source`.
    public var source: String
    /// The mapping that it is usually run with: the name of a shipped one, or a path; nil when the file names none.
    public var usualMapping: UsualMapping?
    /// Files read: the hardware file and what it includes, with their hashes, for provenance.
    public var files: [InputFile]
    /// Of the root element.
    public var location: SourceLocation

    /// Without a usual mapping.
    public init(
        name: String, description: String, technology: Length, clock: Frequency, crossbars: [CrossbarKind],
        components: [Component], root: Level, source: String, files: [InputFile], location: SourceLocation
    ) {
        self.name = name
        self.description = description
        self.technology = technology
        self.clock = clock
        self.crossbars = crossbars
        self.components = components
        self.root = root
        self.source = source
        self.files = files
        self.location = location
    }

    /// A mapping that a hardware file names.
    public struct UsualMapping: Sendable, Hashable {
        /// A shipped mapping's name, or a path from the folder of the hardware file.
        public var name: String
        /// Of the attribute `mapping`.
        public var location: SourceLocation

        /// - Parameter name: of a shipped mapping, or a path from the folder of the hardware file.
        public init(name: String, location: SourceLocation) {
            self.name = name
            self.location = location
        }
    }

    /// The index of the crossbar kind of that id, or nil.
    public func crossbar(named id: String) -> Int? {
        crossbars.firstIndex { $0.id == id }
    }
}
