internal import CLibXML2
import Diagnostics
import System

/// The namespace of `<xi:include>`.
let xincludeNamespace = "http://www.w3.org/2001/XInclude"

/// A file with everything it includes, each read, parsed and checked on its own, before they are put together.
///
/// So every error of syntax and every include that cannot be followed is known with its place in its own file,
/// and libxml2's inclusion is given the texts and has nothing left to look for.
struct SourceSet {
    /// The files; the first is the one asked for.
    private(set) var files: [File] = []
    private var problems = Problems()
    private let folder: String
    private let allowsOutsideFiles: Bool
    private let passed: [String: String]

    struct File {
        let text: SourceText
        /// The path with symbolic links followed, by which a file is known again.
        let identity: String
        /// In the order of the text.
        var tags: [Tag] = []
        /// What its include elements include: index of tag, index of file, in the order of the text.
        var includes: [(tag: Int, file: Int, given: [Attribute])] = []
        /// Elements and depth with everything included; both stop counting beyond their limit.
        var elements = 0
        var depth = 0
    }

    /// - Throws: what is wrong with the syntax and the includes of all files.
    init(_ text: SourceText, allowsOutsideFiles: Bool, passing passed: [String: String]) throws(InvalidInput) {
        self.allowsOutsideFiles = allowsOutsideFiles
        self.passed = passed
        folder = realPath(System.folder(of: text.path)) ?? System.folder(of: text.path)
        _ = load(text, identity: realPath(text.path) ?? text.path, stack: [], depth: 0)
        try problems.ordered(as: files.map { InputFile(path: $0.text.path, sha256: "") }).throwIfAny()
    }

    /// Reads a file and what it includes; nil when it was wrong.
    /// - Parameter depth: elements that it stands in where it is first included: a chain of files may not go deeper
    ///   than a file.
    private mutating func load(_ text: SourceText, identity: String, stack: [Int], depth: Int) -> Int? {
        let index = files.count
        files.append(File(text: text, identity: identity))
        do throws(InvalidInput) {
            try checkProlog(of: text)
        } catch {
            problems.append(error.diagnostics)
            return nil
        }
        // Before libxml2, whose time goes with the square of an element's attributes.
        let tags = startTags(of: text)
        guard areWithinLimits(tags) else { return nil }
        let (tree, complaints) = LibXML2Tree.parsed(text.bytes, named: "file")
        guard let tree, complaints.isEmpty else {
            problems.append(syntaxDiagnostics(complaints, in: text))
            if complaints.isEmpty {
                problems.error(at: text.start, "there is no element in the file", hint: "an XML document is wanted")
            }
            return nil
        }
        files[index].tags = tags
        tree.withRoot { root in
            var position = 0
            visit(root, file: index, position: &position, stack: stack + [index], depth: depth)
        }
        count(index)
        return index
    }

    private mutating func areWithinLimits(_ tags: [Tag]) -> Bool {
        for tag in tags where tag.attributes.count > Limits.namespaces {
            let namespaces = tag.attributes.count { $0.name == "xmlns" || $0.name.hasPrefix("xmlns:") }
            let (what, limit) =
                namespaces > Limits.namespaces
                ? ("namespaces", Limits.namespaces) : ("attributes", Limits.attributes)
            guard namespaces > Limits.namespaces || tag.attributes.count > Limits.attributes else { continue }
            problems.error(
                at: tag.location, "<\(tag.name)> has more than \(limit) \(what)", hint: "leave out what is not needed")
            return false
        }
        return true
    }

    /// Follows the include elements under a node; `position` counts elements in the order of the text.
    private mutating func visit(_ node: xmlNodePtr, file: Int, position: inout Int, stack: [Int], depth: Int) {
        guard position < files[file].tags.count else { return }
        let tag = position
        position += 1
        // It would give paths another folder than the one a reader of the file sees.
        if let base = files[file].tags[tag].attribute("xml:base") {
            problems.error(at: base.location, "xml:base is refused", hint: "write the whole path in href")
        }
        if node.pointee.ns?.pointee.href.map({ String(cString: $0) })?.hasSuffix("/XInclude") == true {
            if files[file].includes.count == Limits.includes {
                problems.error(
                    at: files[file].tags[tag].location,
                    "more than \(Limits.includes) elements of this file include others",
                    hint: "put some of what they include together")
            }
            guard files[file].includes.count < Limits.includes else { return }
            if let included = include(node, files[file].tags[tag], from: files[file], stack: stack, depth: depth) {
                files[file].includes.append((tag, included.file, included.given))
            }
        }
        var child = node.pointee.children
        while let current = child {
            if current.pointee.type == XML_ELEMENT_NODE {
                visit(current, file: file, position: &position, stack: stack, depth: depth)
            }
            child = current.pointee.next
        }
    }

    /// The index of the file that an include element names, and what it hands on; nil, and a diagnostic, when it cannot
    /// be followed.
    private mutating func include(
        _ node: xmlNodePtr, _ tag: Tag, from file: File, stack: [Int], depth: Int
    ) -> (file: Int, given: [Attribute])? {
        do throws(InvalidInput) {
            let request = try IncludeRequest(node, tag, in: file.text, passing: passed)
            return self.file(request, tag, stack: stack, depth: depth).map { ($0, request.given) }
        } catch {
            problems.append(error.diagnostics)
            return nil
        }
    }

    private mutating func file(_ request: IncludeRequest, _ tag: Tag, stack: [Int], depth: Int) -> Int? {
        let path = request.path
        if let identity = realPath(path) {
            guard allowsOutsideFiles || isInside(identity) else {
                problems.error(
                    at: request.location, "'\(request.href)' lies outside the folder of '\(files[0].text.path)'",
                    hint: "copy it into that folder, or allow outside files")
                return nil
            }
            if let position = stack.firstIndex(where: { files[$0].identity == identity }) {
                let through = stack[(position + 1)...].map { "'\(files[$0].text.path)'" }
                problems.error(
                    at: request.location,
                    "'\(files[stack[position]].text.path)' includes itself"
                        + (through.isEmpty ? "" : " through " + through.joined(separator: ", ")),
                    hint: "take one of the includes out")
                return nil
            }
            if let known = files.firstIndex(where: { $0.identity == identity }) { return known }
        }
        guard files.count < Limits.files else {
            problems.error(
                at: request.location, "more than \(Limits.files) files are included", hint: "put some of them together")
            return nil
        }
        // What it includes stands in its place.
        let inside = depth + tag.depth - 1
        guard inside < Limits.depth else {
            problems.error(
                at: tag.location, "elements stand inside each other more than \(Limits.depth) deep",
                hint: "make the document flatter")
            return nil
        }
        do throws(FileProblem) {
            let text = SourceText(path: path, bytes: try fileBytes(path))
            return load(text, identity: realPath(path) ?? path, stack: stack, depth: inside)
        } catch {
            let problem = request.asWritten(error)
            problems.error(at: request.location, problem.message, hint: problem.hint)
            return nil
        }
    }

    private func isInside(_ identity: String) -> Bool {
        folder == "/" || identity.hasPrefix(folder + "/")
    }

    /// Counts the elements and the depth of a file whose includes are counted, and says when they are too many.
    private mutating func count(_ index: Int) {
        let file = files[index]
        var elements = file.tags.count
        var depth = 0
        var next = 0
        for (position, tag) in file.tags.enumerated() {
            var inside = 1
            if next < file.includes.count, file.includes[next].tag == position {
                let included = files[file.includes[next].file]
                elements += included.elements - 1
                inside = included.depth
                next += 1
            }
            if tag.depth - 1 + inside > Limits.depth, depth <= Limits.depth {
                problems.error(
                    at: tag.location, "elements stand inside each other more than \(Limits.depth) deep",
                    hint: "make the document flatter")
            }
            depth = max(depth, tag.depth - 1 + inside)
            if elements > Limits.elements {
                problems.error(
                    at: tag.location, "the document has more than \(Limits.elements) elements with what it includes",
                    hint: "include less")
                elements = Limits.elements + 1
                break
            }
        }
        files[index].elements = elements
        files[index].depth = min(depth, Limits.depth + 1)
    }
}

extension SourceSet {
    /// The tags in the order of the elements of the whole document.
    func tagsInDocumentOrder() -> [Tag] {
        var result: [Tag] = []
        result.reserveCapacity(files[0].elements)
        func add(_ file: File, _ given: [Attribute]) {
            var next = 0
            let root = result.count
            for (position, tag) in file.tags.enumerated() {
                if next < file.includes.count, file.includes[next].tag == position {
                    add(files[file.includes[next].file], file.includes[next].given)
                    next += 1
                } else {
                    result.append(tag)
                }
            }
            if result.indices.contains(root) { result[root].given += given }
        }
        add(files[0], [])
        return result
    }

    /// The text of a file with every include naming the index of its file instead of a path.
    func textForInclusion(_ index: Int) -> [UInt8] {
        let text = files[index].text.bytes
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var done = 0
        for include in files[index].includes {
            guard let range = files[index].tags[include.tag].attribute("href")?.valueBytes else { continue }
            bytes += text[done..<range.lowerBound]
            bytes += Self.name(of: include.file).utf8
            done = range.upperBound
        }
        return bytes + text[done...]
    }

    /// The name by which libxml2 asks for a file.
    static func name(of file: Int) -> String { "file-\(file)" }
}
