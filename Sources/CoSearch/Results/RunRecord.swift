#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

import Cost

/// What a run was begun with, kept beside its checkpoint so that it can go on by itself.
public struct RunRecord: Hashable, Sendable, Codable {
    public var version: String
    /// The version of the cost model that prices its designs; nil in runs from before there were several.
    public var costModel: Int?
    /// A search, or the retraining of what one found.
    public var kind: Kind
    /// The search file.
    public var search: String
    /// The folder of the data set.
    public var data: String
    public var device: String
    /// Files that decide the result, with their SHA-256.
    public var inputs: [Input]
    public var recipe: Recipe
    /// The candidates that are retrained; nil for a search.
    public var choices: [Int]?
    /// Layers that are retrained with fewer channels than the network's file says; nil for none.
    public var widths: [LayerWidth]?
    /// The checkpoint of the search whose weights a retraining begins with; nil for random ones.
    public var inherited: Input?

    public enum Kind: String, Hashable, Sendable, Codable { case search, retraining }

    public struct Input: Hashable, Sendable, Codable {
        public var path: String
        public var sha256: String

        public init(path: String, sha256: String) {
            self.path = path
            self.sha256 = sha256
        }
    }

    public init(
        version: String, kind: Kind, search: String, data: String, device: String, inputs: [Input], recipe: Recipe, choices: [Int]? = nil,
        widths: [LayerWidth]? = nil, inherited: Input? = nil, costModel: Int? = CostModel.version
    ) {
        self.version = version
        self.kind = kind
        self.search = search
        self.data = data
        self.device = device
        self.inputs = inputs
        self.recipe = recipe
        self.choices = choices
        self.widths = widths
        self.inherited = inherited
        self.costModel = costModel
    }

    /// The version of the cost model that prices its designs.
    public var costModelVersion: Int { costModel ?? 1 }

    /// As JSON.
    public func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    /// - Throws: ``CheckpointError`` where the file cannot be read or holds something else.
    public init(reading path: String) throws(CheckpointError) {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
            throw CheckpointError(path, "there is no run here", hint: "give a folder that naxdse nas run or retrain wrote")
        }
        guard let record = try? JSONDecoder().decode(RunRecord.self, from: data) else {
            throw CheckpointError(path, "it is not what naxdse nas wrote", hint: "restore it, or begin anew in another folder")
        }
        self = record
    }
}
