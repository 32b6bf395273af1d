import FoundationEssentials
import Optimisation
import Reports
import System
import Workbench

extension Server {
    /// Opens a search, to be asked for the numbers of points.
    func open(_ parameters: inout RequestParameters) throws -> JSON {
        let search = try parameters.needed("search", "the name of a shipped search, or the path of a search file")
        let measures = try parameters.texts("measures")
        try parameters.finish()
        let opened = try OpenSearch(SearchSession(search, bench()), measures: measures.isEmpty ? nil : measures)
        searchCount += 1
        searches[searchCount] = opened
        return opened.json.adding("handle", .integer(searchCount))
    }

    /// The numbers of some points of an open search.
    func points(_ parameters: inout RequestParameters) throws -> JSON {
        let opened = try search(&parameters).search
        let points = try parameters.array("points", "an array of points")
        let threads = try parameters.integer("threads", in: 1...1024)
        try parameters.finish()
        return try opened.json(of: points, threads: threads ?? coreCount)
    }

    /// Lets an open search go.
    func close(_ parameters: inout RequestParameters) throws -> JSON {
        let handle = try search(&parameters).handle
        try parameters.finish()
        searches[handle] = nil
        return [:]
    }

    private func search(_ parameters: inout RequestParameters) throws -> (handle: Int, search: OpenSearch) {
        let handle = try parameters.needed("handle", in: 1...Int.max, "what 'open' gave")
        guard let search = searches[handle] else {
            throw RPCError(.invalidParameters, "no search is open under \(handle); open one first")
        }
        return (handle, search)
    }

    /// Begins a study and runs it: what `search run --json` writes, with the members of its front, and with `html` the
    /// page.
    ///
    /// Without a place to keep it, the study is gone when the request is answered.
    func search(_ parameters: inout RequestParameters, _ report: @escaping Report) throws -> JSON {
        let file = try parameters.needed("search", "the name of a shipped search, or the path of a search file")
        let settings = try parameters.assignments("settings")
        var wanted = NewStudy(
            name: try parameters.text("study"), settings: Dictionary(settings.map { ($0.name, $0.value) }) { $1 },
            seed: try parameters.seed("seed") ?? 0, batch: try parameters.integer("batch", in: 1...1_000_000))
        wanted.strategy = try parameters.text("strategy") ?? wanted.strategy
        let storage = try parameters.text("storage")
        let trials = try parameters.integer("trials", in: 0...Int.max),
            threads = try parameters.integer("threads", in: 1...1024)
        let isWithTrials = try parameters.flag("with_trials"), isPageWanted = try parameters.flag("html")
        try parameters.finish()
        if wanted.name?.isEmpty == true {
            throw RPCError(.invalidParameters, "search: 'study' is empty; give the study a name")
        }
        let session = try SearchSession(file, bench())
        let pace = SearchPace(trials: trials, threads: threads, heedsInterrupts: false) { progress in
            report(progress.trials, progress.target, "")
        }
        return try Self.inStorage(storage) { location in
            try StudyLocation(location).use(.createIfAbsent, notice: sayWaiting) { storage in
                try wanted.begin(session, in: storage) { study, plugin in
                    let outcome = try session.carriedOn(study, in: storage, strategy: plugin, pace: pace)
                    var result = outcome.json.adding(
                        "front_trials",
                        .array(outcome.results.front.members.map { trialJSON($0.element, study.record) }))
                    if isWithTrials { result = result.adding("all_trials", try outcome.allTrials(in: storage)) }
                    return isPageWanted
                        ? result.adding("html", .string(Page(try outcome.page(in: storage)).text)) : result
                }
            }
        }
    }

    /// Works with the storage of that name, or one that is gone afterwards.
    private static func inStorage<T>(_ storage: String?, _ work: (String) throws -> T) throws -> T {
        if let storage { return try work(storage) }
        let folder = FileManager.default.temporaryDirectory.appending(path: "naxdse-\(UUID().uuidString)")
        do { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) } catch {
            throw FileError(
                folder.path, "no temporary folder can be made there",
                hint: "let TMPDIR name one that is yours, or name a 'storage'")
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        return try work(folder.appending(path: "studies.sqlite").path)
    }
}

extension StudyReport {
    /// Every trial of the study: columns by name, as `search export --csv` has them.
    fileprivate func allTrials(in storage: any StudyStorage) throws -> JSON {
        let columns = TrialColumns(record: study.record)
        let codec = TrialCodec(space: study.record.space, objectives: study.record.objectives)
        var rows: [[CSV.Field]] = []
        try storage.forEachBlock(of: study) { block throws(StorageError) in
            rows += try codec.trials(of: block).map(columns.row)
        }
        return .object(
            columns.header.enumerated().map { index, name in
                .init(
                    name,
                    .array(
                        rows.map { row in
                            switch row[index] {
                            case .text(let text): .string(text)
                            case .integer(let integer): .integer(integer)
                            case .number(let number): .number(number)
                            case .empty: .null
                            }
                        }))
            })
    }
}
