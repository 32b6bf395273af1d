import Catalogue
import Hardware
import Markup
import Networks
import Reports
import Search
import System

/// A name that commands take, with what it stands for.
struct KnownName: Hashable {
    var name: String
    /// One line.
    var summary: String
}

/// The names of each kind that there are here.
struct KnownNames {
    let inputs: Inputs
    /// Where studies are looked for.
    var storage: StorageOptions.Place

    /// Without reading what they stand for: for completions, which a person waits for.
    func bare(_ kind: NameKind) throws -> [String] {
        switch kind {
        case .hardware: inputs.shipped.names(in: "hardware")
        case .mappings: inputs.shipped.names(in: "mappings")
        case .networks: Zoo.names + inputs.shipped.names(in: "networks")
        case .searches: inputs.shipped.names(in: "search")
        case .strategies: try Catalogue.strategies().names
        case .mappers: try Catalogue.mappers().names
        case .models: ComponentModels.standard.names
        case .data: []
        case .studies: try storage.studies().map(\.record.name)
        }
    }

    /// - Throws: what keeps them from being found; a shipped file that cannot be read has that in its line.
    func all(_ kind: NameKind) throws -> [KnownName] {
        switch kind {
        case .hardware: try named(kind) { try inputs.architecture($0).description }
        case .mappings: try named(kind) { try inputs.mapping($0).description }
        case .networks: try named(kind) { try words(for: inputs.network($0).network.summary) }
        case .searches:
            try named(kind) { try SearchReader(schema: inputs.schema(.search)).read(inputs.shipped.resolve($0, in: "search")).description }
        case .strategies, .mappers:
            Catalogue.plugins.filter { $0.kind == (kind == .mappers ? "mapper" : "strategy") }.sorted { $0.name < $1.name }
                .map { KnownName(name: $0.name, summary: $0.summary) }
        case .models: try named(kind) { try ComponentModels.standard[$0].summary }
        case .data:
            [
                KnownName(name: "cifar-10", summary: "a folder with test_batch.bin and data_batch_1.bin … (the binary version): 3×32×32, 10 classes"),
                KnownName(name: "tiny-imagenet", summary: "a folder with val/val_annotations.txt and train/ (tiny-imagenet-200): 3×64×64, 200 classes"),
            ]
        case .studies: try storage.studies().map { KnownName(name: $0.record.name, summary: words(for: $0)) }
        }
    }

    private func named(_ kind: NameKind, _ summary: (String) throws -> String) throws -> [KnownName] {
        try bare(kind).map { name in
            do { return KnownName(name: name, summary: oneLine(try summary(name))) } catch let error as any BadInput {
                return KnownName(name: name, summary: "cannot be read: \(error.faults.first?.line ?? "")")
            }
        }
    }

    /// Text of a file on one line, as it may be broken anywhere.
    private func oneLine(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    private func words(for network: NetworkSummary) -> String {
        "\(network.input) to \(network.output): \(network.weightLayers) layers with weights, \(count(network.parameters)) parameters, "
            + "\(count(network.multiplyAccumulates)) MACs"
    }

    private func words(for study: Study) -> String {
        let record = study.record
        let wanted = record.objectives.map { "\($0.direction == .minimize ? "least" : "most") \($0.measure)" }.joined(separator: ", ")
        return "\(wanted) by \(record.strategy): \(study.trials) trials\(study.isFinished ? ", finished" : "")"
    }
}

extension StorageOptions {
    /// A file of studies, or a server, that need not be there.
    struct Place {
        var name = "studies.sqlite"
        var patience = 60.0

        /// The studies that are there; none where there is no file.
        func studies() throws(StorageError) -> [Study] {
            let location = StudyLocation(name)
            if case .file(let path) = location, PathKind(path) == nil { return [] }
            let storage = try location.open(.readOnly, patience: patience, notice: sayWaiting)
            let studies = try storage.studies()
            try storage.close()
            return studies
        }
    }
}
