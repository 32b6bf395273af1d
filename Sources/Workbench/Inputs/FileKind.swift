import Diagnostics
import Registration
import System

/// What an XML file describes, as its root element says.
package enum FileKind: String, CaseIterable {
    case hardware, mapping, network, search

    /// Below the folder of shipped files.
    package var schema: String {
        switch self {
        case .hardware: "hardware/schema/hardware.xsd"
        case .mapping: "mappings/schema/mapping.xsd"
        case .network: "networks/schema/network.xsd"
        case .search: "search/schema/search.xsd"
        }
    }

    /// The kind of a file; nil where it cannot be read or has no root element, which its reader will tell.
    ///
    /// - Throws: `InvalidInput` for a root element that is none of ours.
    package init?(ofFile path: String) throws(InvalidInput) {
        guard let root = RootElement(ofFile: path) else { return nil }
        if let kind = FileKind(rawValue: root.name) {
            self = kind
            return
        }
        let names = FileKind.allCases.map(\.rawValue)
        throw InvalidInput([
            Diagnostic(
                at: SourceLocation(file: path, line: root.line, column: root.column),
                "the root element is <\(root.name)>",
                hint: nearest(to: root.name, in: names).map { "did you mean <\($0)>?" }
                    ?? "it should be " + names.map { "<\($0)>" }.joined(separator: ", "))
        ])
    }
}

extension FileKind {
    /// - Throws: `InvalidInput` where the file is plainly of another kind; what is wrong with one of this kind, its
    ///   reader tells.
    package func check(_ path: String) throws(InvalidInput) {
        if self == .network, let format = ModelFormat(ofFile: path) {
            throw InvalidInput([
                Diagnostic(
                    at: SourceLocation(file: path), "this is \(format.words), and no ONNX file", hint: format.remedy)
            ])
        }
        guard !path.hasSuffix(".onnx"), !path.hasSuffix(".csv"), let root = RootElement(ofFile: path),
            root.name != rawValue
        else { return }
        let place = SourceLocation(file: path, line: root.line, column: root.column)
        if root.name == "library", self == .hardware {
            throw InvalidInput([
                Diagnostic(
                    at: place, "this is a library of components, and hardware is wanted",
                    hint: "include it in a hardware file: <xi:include href=\"\(path)\"/>")
            ])
        }
        guard let other = FileKind(rawValue: root.name) else { return }
        throw InvalidInput([
            Diagnostic(at: place, "this is \(other.words), and \(words) is wanted", hint: other.usage(path))
        ])
    }

    private var words: String {
        switch self {
        case .hardware: "hardware"
        case .mapping: "a mapping"
        case .network: "a network"
        case .search: "a search"
        }
    }

    /// Where a file of this kind goes.
    private func usage(_ path: String) -> String {
        switch self {
        case .hardware: "name hardware where the command says HARDWARE: naxdse evaluate \(path) --network …"
        case .mapping: "give it with --mapping \(path)"
        case .network: "give it with --network \(path)"
        case .search: "run it: naxdse search run \(path)"
        }
    }
}

/// A file of a trained model that is no ONNX.
package enum ModelFormat {
    case pyTorch, safetensors, keras, tensorFlow, tensorFlowLite

    /// By the ending of its name; nil for any other.
    package init?(ofFile path: String) {
        let name = path.lowercased()
        func ends(in endings: String...) -> Bool { endings.contains { name.hasSuffix($0) } }
        if ends(in: ".pt", ".pth", ".pt2", ".ckpt", ".torchscript") {
            self = .pyTorch
        } else if ends(in: ".safetensors") {
            self = .safetensors
        } else if ends(in: ".keras", ".h5", ".hdf5") {
            self = .keras
        } else if ends(in: ".pb") {
            self = .tensorFlow
        } else if ends(in: ".tflite") {
            self = .tensorFlowLite
        } else {
            return nil
        }
    }

    package var words: String {
        switch self {
        case .pyTorch: "a file of PyTorch"
        case .safetensors: "a file of weights without a network"
        case .keras: "a file of Keras"
        case .tensorFlow: "a file of TensorFlow"
        case .tensorFlowLite: "a file of TensorFlow Lite"
        }
    }

    package var remedy: String {
        switch self {
        case .pyTorch: "export the model to ONNX: torch.onnx.export(model, example_input, \"model.onnx\")"
        case .safetensors: "name the network, and give the weights with --weights where a command takes them"
        case .keras, .tensorFlow, .tensorFlowLite: "convert it to ONNX: python -m tf2onnx.convert … --output model.onnx"
        }
    }
}

/// The first tag of an XML file, found without reading further.
package struct RootElement: Equatable {
    package var name: String
    package var line: Int
    package var column: Int

    package init?(ofFile path: String) {
        guard let bytes = try? RegularFile.beginning(of: path, count: 1 << 16) else { return nil }
        self.init(String(decoding: bytes, as: UTF8.self))
    }

    /// Skips declaration, comments, processing instructions and document type; nil where no tag follows.
    package init?(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        var index = 0
        func starts(_ prefix: String, _ at: Int) -> Bool { scalars[at...].starts(with: prefix.unicodeScalars) }
        func end(of closing: String) -> Int? {
            (index..<scalars.count).first { starts(closing, $0) }.map { $0 + closing.unicodeScalars.count }
        }
        while true {
            guard let opening = scalars[index...].firstIndex(of: "<") else { return nil }
            index = opening
            if starts("<!--", index) {
                guard let next = end(of: "-->") else { return nil }
                index = next
            } else if starts("<?", index) {
                guard let next = end(of: "?>") else { return nil }
                index = next
            } else if starts("<!", index) {
                guard let next = end(of: ">") else { return nil }
                index = next
            } else {
                break
            }
        }
        let tag = scalars[(index + 1)...].prefix {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || ":_-.".unicodeScalars.contains($0)
        }
        // A prefix only stands for the namespace.
        let local = tag.split(separator: ":", omittingEmptySubsequences: false).last ?? []
        guard !local.isEmpty else { return nil }
        var name = ""
        name.unicodeScalars.append(contentsOf: local)
        self.name = name
        line = 1 + scalars[..<index].count { $0 == "\n" }
        column = 1 + scalars[..<index].reversed().prefix { $0 != "\n" }.count
    }
}
