import ArgumentParser
import Diagnostics
import Reports
import System
import Workbench

/// `--output FIGURE.svg` and `--width`: a figure for a paper, with its data beside it.
struct FigureOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help:
            "Write a figure to this SVG, PDF or PNG file, and its data to a CSV file beside it; may be given for several.",
        completion: .file(extensions: ["svg", "pdf", "png"]))
    var output: [String] = []

    @Option(
        help: "How wide the figure is: column (3.5 in), page (7.16 in), or a length, such as 88mm, 8.8cm or 3.5in.",
        completion: .list(["column", "page"]))
    var width: PaperWidth = .page

    @Option(
        help:
            "How high the figure may become: page (8.75 in), or a length; it is drawn closer, and the smallest parts added up, where it would be higher.",
        completion: .list(["page"]))
    var height: PaperHeight = .page

    @Flag(help: "Let the data beside a figure replace a file that naxdse did not write.")
    var force = false

    var isWanted: Bool { !output.isEmpty }

    /// The files of data beside the figures.
    var derivedNames: [String] {
        var seen: Set<String> = []
        return output.filter { Format($0) != .device }.map(beside).filter { seen.insert($0).inserted }
    }

    private func beside(_ path: String) -> String { path.dropLast(4) + ".csv" }

    func validate() throws {
        for path in output where Format(path) == nil {
            throw ValidationError("'\(path)' ends in none of .svg, .pdf and .png, the formats of figures: name it so")
        }
    }

    /// Writes the figure in each format that is asked for, and its data once for each name.
    ///
    /// A device takes the figure alone, as SVG.
    func write(_ figure: () throws -> any Figure, data: () throws -> String) throws {
        guard isWanted else { return }
        try Outputs(figure: self).check()
        let figure = try figure()
        let needed = figure.height(width: width, atMost: height)
        if height != .page, needed > height.points.rounded(.up) {
            throw InputError(
                "the figure takes \(Int((needed * 25.4 / 72).rounded(.up))) mm in height, and --height is \(Int(height.points * 25.4 / 72)) mm",
                hint: "give it the height, or draw less of it")
        }
        let data = try data()
        var written: Set<String> = []
        for path in output {
            switch Format(path)! {
            case .svg: try AtomicFile.write(figure.svg(width: width, height: height), to: path)
            case .pdf: try AtomicFile.write(bytes: figure.pdf(width: width, height: height), to: path)
            case .png: try AtomicFile.write(bytes: figure.png(width: width, height: height), to: path)
            case .device:
                try AtomicFile.write(figure.svg(width: width, height: height), to: path)
                continue
            }
            let beside = beside(path)
            guard written.insert(beside).inserted else { continue }
            try AtomicFile.write(Mark.csv("data of \(lastComponent(of: path))") + data, to: beside)
        }
    }

    private enum Format {
        case svg, pdf, png, device

        init?(_ path: String) {
            let name = path.lowercased()
            if name.hasSuffix(".svg") {
                self = .svg
            } else if name.hasSuffix(".pdf") {
                self = .pdf
            } else if name.hasSuffix(".png") {
                self = .png
            } else if name.hasPrefix("/dev/") {
                self = .device
            } else {
                return nil
            }
        }
    }
}

extension PaperHeight: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }

    public var defaultValueDescription: String { self == .page ? "page" : "\(points)pt" }
}

extension PaperWidth: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }

    public var defaultValueDescription: String { self == .column ? "column" : self == .page ? "page" : "\(points)pt" }
}
