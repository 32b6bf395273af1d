import DesignSearch
import Diagnostics
import Hardware
import Networks
import Optimisation
import Reports
import System

/// A name that commands take, with what it stands for.
package struct KnownName: Hashable {
    package var name: String
    /// One line.
    package var summary: String
}

/// The names of each kind that there are here.
package struct KnownNames {
    package let bench: Workbench
    /// Where studies are looked for.
    package var storage: StudiesPlace

    package init(bench: Workbench, storage: StudiesPlace) {
        self.bench = bench
        self.storage = storage
    }

    /// Without reading what they stand for: for completions, which a person waits for.
    package func bare(_ kind: NameKind) throws -> [String] {
        switch kind {
        case .hardware: bench.names(of: .hardware)
        case .mappings: bench.names(of: .mapping)
        case .networks: bench.names(of: .network)
        case .searches: bench.names(of: .search)
        case .strategies: try bench.plugins.strategies().names
        case .mappers: try bench.plugins.mappers().names
        case .models: ComponentModels.standard.names
        case .data: []
        case .studies: try storage.studies().map(\.record.name)
        }
    }

    /// - Throws: what keeps them from being found; a shipped file that cannot be read has that in its line.
    package func all(_ kind: NameKind) throws -> [KnownName] {
        switch kind {
        case .hardware: try named(kind) { try bench.architecture($0).description }
        case .mappings: try named(kind) { try bench.mapping($0).description }
        case .networks: try named(kind) { try bench.network($0).network.summary.words }
        case .searches:
            try named(kind) {
                try SearchReader().read(bench.path(of: $0, as: .search)).description
            }
        case .strategies, .mappers:
            bench.plugins.all.filter { $0.kind == (kind == .mappers ? "mapper" : "strategy") }.sorted {
                $0.name < $1.name
            }
            .map { KnownName(name: $0.name, summary: $0.summary) }
        case .models: try named(kind) { try ComponentModels.standard[$0].summary }
        case .data:
            [
                KnownName(
                    name: "cifar-10",
                    summary:
                        "a folder with test_batch.bin and data_batch_1.bin … (the binary version): 3×32×32, 10 classes"),
                KnownName(
                    name: "tiny-imagenet",
                    summary:
                        "a folder with val/val_annotations.txt and train/ (tiny-imagenet-200): 3×64×64, 200 classes"),
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

    private func words(for study: Study) -> String {
        let record = study.record
        let wanted = record.objectives.map { "\($0.direction == .minimize ? "least" : "most") \($0.measure)" }.joined(
            separator: ", ")
        return "\(wanted) by \(record.strategy): \(study.trials) trials\(study.isFinished ? ", finished" : "")"
    }
}
