import Diagnostics
import Foundation
import Services
import Tensors
import Testing

@Suite struct NasTests {
    /// A small network for CIFAR-10, a search on shipped hardware, and noise for images, in a folder.
    private func prepare(_ folder: URL) throws {
        try """
        <?xml version="1.0" encoding="UTF-8"?>
        <network xmlns="urn:naxdse:network:1" name="small" source="test">
          <input name="image" shape="3 32 32"/>
          <convolution name="conv" channels="4" kernel="3" stride="4" padding="1"/>
          <batch-norm name="bn"/>
          <relu name="relu"/>
          <global-average-pool name="pool"/>
          <flatten name="flatten"/>
          <linear name="fc" features="10"/>
        </network>
        """.write(to: folder.appending(path: "small.xml"), atomically: true, encoding: .utf8)
        try """
        <?xml version="1.0" encoding="UTF-8"?>
        <search xmlns="urn:naxdse:search:1" name="small" network="./small.xml" hardware="nax-heterogeneous" mapping="differential-8b">
          <layers match="*"><crossbar values="x32 x64"/></layers>
          <layers match="conv"><kernel values="3 5"/></layers>
          <objective measure="edap"/>
        </search>
        """.write(to: folder.appending(path: "search.xml"), atomically: true, encoding: .utf8)
        var state: UInt32 = 7
        for name in ["test_batch.bin", "data_batch_1.bin"] {
            var bytes: [UInt8] = []
            for image in 0..<64 {
                bytes.append(UInt8(image % 10))
                for _ in 0..<3072 {
                    state = state &* 1_664_525 &+ 1_013_904_223
                    bytes.append(UInt8(state >> 24))
                }
            }
            try Data(bytes).write(to: folder.appending(path: name))
        }
    }

    /// Runs commands that have to succeed, and gives what they write.
    private static func succeeding(in folder: URL) -> (String...) throws -> String {
        { (arguments: String...) in
            let tool = try Tool.run(arguments, in: folder)
            try #require(tool.status == 0, "\(arguments): \(tool.errors)")
            return tool.output
        }
    }

    private static let run = [
        "nas", "run", "search.xml", "--data", ".", "--epochs", "3", "--warm-up", "1", "--batch", "16", "--threads", "1",
        "--steps-per-gate-step", "1",
    ]

    @Test func withoutTheLibraryItSaysHowToGetIt() throws {
        try withTemporaryFolder { folder in
            try prepare(folder)
            let tool = try Tool.run(
                Self.run + ["--folder", "found"], in: folder,
                environment: ["NAXDSE_TORCH_BACKEND": "/nowhere/library.so"])
            #expect(tool.status == 1 && tool.output.isEmpty)
            #expect(
                tool.errors
                    == "naxdse: error: NAXDSE_TORCH_BACKEND: there is no file '/nowhere/library.so'; build it with Scripts/build-torch-backend\n"
            )
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "found").path))
        }
    }

    @Test func whatIsWrongWithARecipeIsSaid() throws {
        try withTemporaryFolder { folder in
            try prepare(folder)
            for (option, words) in [
                ("--gate-rate=0", "a gates' learning rate of 0.0"), ("--lambda=-1", "a λ of -1.0; use 0 or more"),
                ("--images=7", "7 images an epoch; use at least the batch, 16"),
                ("--widths=0", "a width of 0.0; use shares"),
                ("--widths=0.5", "1 width to choose among; give two"),
                ("--device=gpu", "there is no device 'gpu'; use cpu"),
            ] {
                let tool = try Tool.run(Self.run + ["--folder", "found", option], in: folder)
                #expect(tool.status == 1 && tool.errors.contains(words), "\(tool.errors)")
            }
            let tool = try Tool.run("nas", "derive", "nowhere", in: folder)
            #expect(tool.status == 1 && tool.errors.hasPrefix("nowhere/run.json: error: there is no run here; "))
        }
    }

    @Suite(.serialized, .enabled(if: TestBackend.isWanted, Comment(rawValue: TestBackend.reason)))
    struct WithBackend {
        /// What a run.json says otherwise than its checkpoint is a design that nobody chose.
        @Test func aRecordThatWasChangedIsFoundOut() throws {
            try withTemporaryFolder { folder in
                try NasTests().prepare(folder)
                let succeed = NasTests.succeeding(in: folder)
                _ = try succeed(
                    "nas", "run", "search.xml", "--data", ".", "--epochs", "2", "--warm-up", "1", "--batch", "16",
                    "--threads", "1", "--folder", "found")
                _ = try succeed(
                    "nas", "retrain", "found", "--folder", "trained", "--epochs", "1", "--batch", "16", "--threads", "1"
                )
                func refused(
                    _ run: String, _ change: (inout [String: Any]) -> Void,
                    sourceLocation: Testing.SourceLocation = #_sourceLocation
                ) throws {
                    let file = folder.appending(path: "\(run)/run.json")
                    let good = try Data(contentsOf: file)
                    defer { try? good.write(to: file) }
                    var record = try #require(try JSONSerialization.jsonObject(with: good) as? [String: Any])
                    change(&record)
                    try JSONSerialization.data(withJSONObject: record).write(to: file)
                    for command in [
                        ["report", run], ["derive", run], ["measure", run, "--images", "4", "--threads", "1"],
                        ["resume", run, "--threads", "1"],
                    ] {
                        let tool = try Tool.run(["nas"] + command, in: folder)
                        #expect(
                            tool.status == 1 && tool.errors.contains("does not say what"),
                            "\(command): \(tool.status) \(tool.errors)", sourceLocation: sourceLocation)
                    }
                }
                try refused("trained") { record in
                    record["choices"] = (record["choices"] as? [Int] ?? []).map { 1 - min($0, 1) }
                }
                try refused("found") { record in (record["kind"], record["choices"]) = ("retraining", [0, 0]) }
                try refused("found") { record in
                    var recipe = record["recipe"] as? [String: Any] ?? [:]
                    recipe["lambda"] = 7
                    record["recipe"] = recipe
                }
                // From any folder, and with a comment more in the search.
                let text = try String(contentsOf: folder.appending(path: "search.xml"), encoding: .utf8)
                try text.replacing("<objective", with: "<!-- a word -->\n  <objective").write(
                    to: folder.appending(path: "search.xml"), atomically: true, encoding: .utf8)
                for command in [
                    ["report", "../found"], ["derive", "../found"], ["resume", "../found", "--threads", "1"],
                    ["measure", "../trained", "--images", "4", "--threads", "1"],
                ] {
                    let tool = try Tool.run(["nas"] + command, in: folder.appending(path: "found"))
                    #expect(tool.status == 0, "\(command): \(tool.errors)")
                }
            }
        }

        @Test func aSearchIsRunDerivedEvaluatedRetrainedSimulatedAndReported() throws {
            try withTemporaryFolder { folder in
                try NasTests().prepare(folder)
                let succeed = NasTests.succeeding(in: folder)
                let found = try Tool.run(NasTests.run + ["--folder", "found", "--json"], in: folder)
                #expect(found.status == 0, "\(found.errors)")
                let search = try #require(try found.json as? [String: Any])
                #expect((search["history"] as? [Any])?.count == 3)
                let again = try Tool.run(NasTests.run + ["--folder", "found"], in: folder)
                #expect(again.status == 1 && again.errors.contains("'found' holds a run already"))

                _ = try succeed("nas", "derive", "found")
                let evaluation = try #require(
                    JSONSerialization.jsonObject(
                        with: Data(
                            try succeed(
                                "evaluate", "found/hardware.xml", "-n", "found/network.xml", "-m", "found/mapping.xml",
                                "--json"
                            ).utf8)) as? [String: Any])
                let wanted = try #require(search["edap_Jsmm2"] as? Double),
                    edap = try #require(evaluation["edap_Jsmm2"] as? Double)
                #expect(abs(wanted - edap) <= 1e-12 * edap)

                _ = try succeed(
                    "nas", "retrain", "found", "--folder", "trained", "--epochs", "1", "--batch", "16", "--threads", "1"
                )
                _ = try succeed(
                    "nas", "retrain", "found", "--uniform", "x64", "--folder", "baseline", "--epochs", "1", "--batch",
                    "16", "--threads", "1")
                let simulation = try succeed(
                    "simulate", "found/hardware.xml", "-n", "found/network.xml", "-m", "found/mapping.xml", "--weights",
                    "trained/checkpoint.safetensors",
                    "--data", ".", "--images", "8", "--calibration-images", "2")
                #expect(simulation.contains("integers"))
                let table = try succeed("nas", "report", "baseline", "trained", "found", "--csv").split(
                    whereSeparator: \.isNewline)
                #expect(table.count == 4 && table[1].hasPrefix("baseline,retraining,"))
                #expect(try succeed("nas", "report", "found", "--history").split(separator: "\n").count > 3)

                // As a study, which search front shows: one trial a run.
                _ = try succeed("nas", "report", "baseline", "trained", "--study", "runs")
                let trials = try succeed("search", "export", "runs", "--csv").split(whereSeparator: \.isNewline)
                #expect(trials.count == 3 && trials[0].hasPrefix("trial,accuracy,edap_Jsmm2,excess,"))
                #expect(try succeed("search", "front", "runs", "--csv").split(whereSeparator: \.isNewline).count >= 2)
                for (arguments, words) in [
                    (["baseline", "found", "--study", "mixed"], "'found' is a search and 'baseline' a retraining"),
                    (["baseline", "--study", "runs"], "runs"),
                ] {
                    let refused = try Tool.run(["nas", "report"] + arguments, in: folder)
                    #expect(refused.status == 1 && refused.errors.contains(words), "\(refused.errors)")
                }

                // Trained without crossbars, measured with them.
                _ = try succeed(
                    "nas", "retrain", "found", "--ideal", "--folder", "ideal", "--epochs", "1", "--batch", "16",
                    "--threads", "1")
                let readings = try succeed("nas", "measure", "ideal", "--threads", "1", "--csv").split(
                    whereSeparator: \.isNewline)
                #expect(readings.map { $0.prefix { $0 != "," } } == ["reading", "floating", "rounded", "crossbars"])
                #expect(readings[1...].allSatisfy { $0.split(separator: ",")[3] == "64" })
                let last = try #require(
                    JSONSerialization.jsonObject(with: Data(try succeed("nas", "report", "ideal", "--json").utf8))
                        as? [String: Any])
                let validation = try #require((last["history"] as? [[String: Any]])?.last?["validation"] as? Double)
                #expect(Double(readings[2].split(separator: ",")[1]) == validation)
                #expect(
                    try succeed("nas", "measure", "found", "--images", "5", "--reading", "crossbars", "--threads", "1")
                        .contains("found: 5 test images"))

                // From the search's weights, which have to be what they were.
                _ = try succeed(
                    "nas", "retrain", "found", "--inherit", "found", "--folder", "inheriting", "--epochs", "1",
                    "--batch", "16", "--threads", "1",
                    "--validation-images", "8")
                let record = try String(contentsOf: folder.appending(path: "inheriting/run.json"), encoding: .utf8)
                #expect(record.contains("found/checkpoint.safetensors") && record.contains("\"validationImages\" : 8"))
                // Another search of the same network has the weights too, where it has the kernels.
                let file = folder.appending(path: "search.xml")
                for (name, kernels) in [("other", "3 5 7"), ("narrow", "7")] {
                    try String(contentsOf: file, encoding: .utf8).replacing(
                        "values=\"3 5\"", with: "values=\"\(kernels)\""
                    ).replacing("x32 x64", with: "x64")
                        .write(to: folder.appending(path: "\(name).xml"), atomically: true, encoding: .utf8)
                    _ = try succeed(
                        "nas", "run", "\(name).xml", "--data", ".", "--epochs", "1", "--warm-up", "1", "--batch", "16",
                        "--threads", "1", "--folder", name)
                }
                func baseline(_ folder: String, inheriting search: String) -> [String] {
                    [
                        "nas", "retrain", "found", "--uniform", "x64", "--inherit", search, "--folder", folder,
                        "--epochs", "1", "--batch", "16", "--threads", "1",
                    ]
                }
                #expect(try Tool.run(baseline("from-other", inheriting: "other"), in: folder).status == 0)
                let lacking = try Tool.run(baseline("from-narrow", inheriting: "narrow"), in: folder)
                #expect(
                    lacking.status == 1
                        && lacking.errors.contains("have no path for layer 'conv' with kernel 3, crossbar x64"),
                    "\(lacking.errors)")
                try FileManager.default.removeItem(at: folder.appending(path: "inheriting/checkpoint.safetensors"))
                let weights = folder.appending(path: "found/checkpoint.safetensors")
                try (Data(contentsOf: weights) + [0]).write(to: weights)
                let changed = try Tool.run("nas", "resume", "inheriting", in: folder)
                #expect(
                    changed.status == 1 && changed.errors.contains("not there or not what they were"),
                    "\(changed.errors)")

                let absent = try Tool.run("nas", "measure", "inheriting", in: folder)
                #expect(absent.status == 1 && absent.errors.contains("has not ended an epoch"), "\(absent.errors)")

                let outside = try Tool.run(
                    "nas", "retrain", "found", "--uniform", "x128", "--folder", "other", in: folder)
                #expect(
                    outside.status == 1 && outside.errors.contains("cannot stay as it is on crossbar 'x128'"),
                    "\(outside.errors)")
            }
        }

        @Test func aSearchForWidthsGivesANarrowerNetworkThatEverythingElseReads() throws {
            try withTemporaryFolder { folder in
                try NasTests().prepare(folder)
                let succeed = NasTests.succeeding(in: folder)
                // Cost decides alone.
                let search =
                    NasTests.run + [
                        "--lambda", "1000", "--gate-rate", "2", "--folder", "found", "--widths", "0.5", "1", "--json",
                    ]
                let found = try #require(try Tool.run(search, in: folder).json as? [String: Any])
                #expect((found["channels"] as? [String: Int]) == ["conv": 2])
                #expect(try succeed("nas", "report", "found").contains("2 channels"))

                _ = try succeed("nas", "derive", "found")
                #expect(
                    try String(contentsOf: folder.appending(path: "found/network.xml"), encoding: .utf8).contains(
                        "channels=\"2\""))
                let design = ["found/hardware.xml", "-n", "found/network.xml", "-m", "found/mapping.xml"]
                let evaluated = try #require(
                    try Tool.run(["evaluate"] + design + ["--json"], in: folder).json as? [String: Any])
                let wanted = try #require(found["edap_Jsmm2"] as? Double),
                    edap = try #require(evaluated["edap_Jsmm2"] as? Double)
                #expect(abs(wanted - edap) <= 1e-12 * edap)

                let short = ["--epochs", "1", "--batch", "16", "--threads", "1"]
                #expect(
                    try Tool.run(
                        ["nas", "retrain", "found", "--inherit", "found", "--folder", "trained"] + short, in: folder
                    ).status == 0)
                let trained = try #require(
                    JSONSerialization.jsonObject(with: Data(try succeed("nas", "report", "trained", "--json").utf8))
                        as? [String: Any])
                #expect(
                    trained["edap_Jsmm2"] as? Double == wanted && (trained["channels"] as? [String: Int]) == ["conv": 2]
                )
                let simulation = try Tool.run(
                    ["simulate"] + design + [
                        "--weights", "trained/checkpoint.safetensors", "--data", ".", "--images", "4",
                        "--calibration-images", "2",
                    ], in: folder)
                #expect(simulation.status == 0, "\(simulation.errors)")
                for run in ["found", "trained"] {
                    #expect(
                        try succeed("nas", "measure", run, "--images", "5", "--threads", "1").contains(
                            "\(run): 5 test images"))
                    #expect(try succeed("nas", "resume", run, "--threads", "1").contains("2 channels"))
                }
                // The baseline is the network as its file has it.
                #expect(
                    try Tool.run(
                        ["nas", "retrain", "found", "--uniform", "x64", "--folder", "baseline"] + short, in: folder
                    ).status == 0)
                #expect(!(try succeed("nas", "report", "baseline").contains("channels")))
                let refused = try Tool.run("nas", "report", "trained", "--study", "widths", in: folder)
                #expect(
                    refused.status == 1 && refused.errors.contains("has widths that were chosen by --widths"),
                    "\(refused.errors)")
            }
        }

        /// What is exported is the run, with nothing else there.
        @Test func anExportedRunNeedsNoOtherFileAndMeasuresAsTheRunDid() throws {
            try withTemporaryFolder { folder in
                try NasTests().prepare(folder)
                let succeed = NasTests.succeeding(in: folder)
                let short = ["--batch", "16", "--threads", "1", "--held-out", "16", "--data", "."]
                func train(_ arguments: String...) throws {
                    let tool = try Tool.run(["nas"] + arguments + short, in: folder)
                    try #require(tool.status == 0, "\(tool.errors)")
                }
                #expect(try Tool.run(NasTests.run + ["--folder", "found"], in: folder).status == 0)
                try train("train", "small.xml", "--folder", "floating", "--epochs", "2", "--seed", "3")
                try train(
                    "train", "small.xml", "--hardware", "homogeneous-64", "--mapping", "differential-8b", "--from",
                    "floating", "--folder", "rounded", "--epochs", "1", "--seed", "3")
                try train("retrain", "found", "--folder", "retrained", "--epochs", "1", "--seed", "3")
                let runs = ["floating", "rounded", "retrained"]
                func measured(_ run: String) throws -> String {
                    try succeed("nas", "measure", run, "--data", ".", "--threads", "1", "--csv")
                }
                let readings = try runs.map(measured)
                func costs(_ run: String) throws -> [Double] {
                    try succeed("nas", "report", run, "--csv").split { ",\n".contains($0) }.suffix(4).compactMap {
                        Double($0)
                    }
                }
                let before = try runs.map(costs)
                let published = folder.appending(path: "published")
                try FileManager.default.createDirectory(at: published, withIntermediateDirectories: false)
                for run in runs { _ = try succeed("nas", "export", run, "-o", "published/\(run)") }
                // A search has weights for all of its choices; what is there stays.
                for (run, output, words) in [
                    ("found", "published/found", "is a search"), ("rounded", "published/rounded", "published/rounded"),
                ] {
                    let refused = try Tool.run("nas", "export", run, "-o", output, in: folder)
                    #expect(refused.status == 1 && refused.errors.contains(words), "\(refused.errors)")
                }
                // Nothing of the folders that it came from is left, nor named.
                let moved = folder.appending(path: "moved")
                try FileManager.default.moveItem(at: published, to: moved)
                for run in runs + ["found", "small.xml", "search.xml"] {
                    try FileManager.default.moveItem(
                        at: folder.appending(path: run), to: folder.appending(path: "away-\(run)"))
                }
                for (index, run) in runs.enumerated() {
                    let record = try String(contentsOf: moved.appending(path: "\(run)/run.json"), encoding: .utf8)
                    #expect(!record.contains(folder.path) && !record.contains(": \"/"))
                    #expect(try measured("moved/\(run)") == readings[index])
                    let after = try costs("moved/\(run)")
                    #expect(
                        after.count == before[index].count
                            && zip(after, before[index]).allSatisfy { abs($0 - $1) <= 1e-12 * $1 })
                    func size(_ path: String) throws -> Int {
                        try Data(contentsOf: folder.appending(path: "\(path)/checkpoint.safetensors")).count
                    }
                    #expect(try size("moved/\(run)") < size("away-\(run)"))
                }
                #expect(
                    try succeed("nas", "compare", "moved/rounded", "moved/retrained", "--data", ".", "--threads", "1")
                        .contains("against rounded on 64 test images"))
                _ = try succeed(
                    "nas", "train", "moved/floating/network.xml", "--from", "moved/floating", "--folder", "further",
                    "--epochs", "1", "--batch", "16", "--threads", "1", "--data", ".")
                let again = try Tool.run(["nas", "export", "moved/rounded", "-o", "again"], in: folder)
                #expect(again.status == 0, "\(again.errors)")
                for file in ["run.json", "checkpoint.safetensors", "network.xml", "hardware.xml", "mapping.xml"] {
                    #expect(
                        try Data(contentsOf: folder.appending(path: "again/\(file)"))
                            == Data(contentsOf: moved.appending(path: "rounded/\(file)")), "\(file)")
                }

                let lost = try Tool.run("nas", "measure", "moved/floating", "--threads", "1", in: folder)
                #expect(
                    lost.status == 1 && lost.errors.contains("is not there; say with --data where they are"),
                    "\(lost.errors)")

                // Other images of these classes are read, and said to be others.
                let file = folder.appending(path: "test_batch.bin")
                var bytes = try Data(contentsOf: file)
                bytes[5] ^= 255
                try bytes.write(to: file)
                let others = try Tool.run(
                    "nas", "measure", "moved/floating", "--data", ".", "--threads", "1", in: folder)
                #expect(
                    others.status == 0
                        && others.errors.contains(
                            "are others than those that the run in 'moved/floating' was begun with"),
                    "\(others.status) \(others.errors)")
                let held = try Tool.run(
                    "nas", "measure", "moved/floating", "--on-held-out", "--data", ".", "--threads", "1", in: folder)
                #expect(held.status == 1 && held.errors.contains("are others than those"), "\(held.errors)")
            }
        }

        /// Depth and width from the search file, through an evenly trained supernet.
        @Test func designsAreEstimatedAndTheBestIsProvenRetrainedAndSimulated() throws {
            try withTemporaryFolder { folder in
                try NasTests().prepare(folder)
                try """
                <?xml version="1.0" encoding="UTF-8"?>
                <network xmlns="urn:naxdse:network:1" name="small" source="test">
                  <input name="image" shape="3 32 32"/>
                  <convolution name="stem" channels="4" kernel="3" stride="4" padding="1"/>
                  <relu name="relu"/>
                  <convolution name="a.conv1" channels="4" kernel="3" padding="same"/>
                  <relu name="a.relu1"/>
                  <convolution name="a.conv2" channels="4" kernel="3" padding="same"/>
                  <add name="a.add" inputs="a.conv2 relu"/>
                  <relu name="a.relu2"/>
                  <global-average-pool name="pool"/>
                  <flatten name="flatten"/>
                  <linear name="fc" features="10"/>
                </network>
                """.write(to: folder.appending(path: "small.xml"), atomically: true, encoding: .utf8)
                let file = folder.appending(path: "search.xml")
                let text = try String(contentsOf: file, encoding: .utf8)
                    .replacing(
                        "<layers match=\"*\">",
                        with:
                            "<blocks match=\"*\"/><channels match=\"stem\" values=\"0.5 1 2\"/><channels match=\"a.conv1\" values=\"1 3\"/>\n<layers match=\"*\">"
                    )
                    .replacing("<layers match=\"conv\">", with: "<layers match=\"a.conv1\">")
                try text.write(to: file, atomically: true, encoding: .utf8)
                let succeed = NasTests.succeeding(in: folder)
                _ = try succeed(
                    "nas", "run", "search.xml", "--data", ".", "--epochs", "1", "--warm-up", "1", "--batch", "16",
                    "--threads", "1", "--nested", "--folder", "even")
                func estimate(_ designs: String) throws -> [String: Any] {
                    try #require(
                        JSONSerialization.jsonObject(
                            with: Data(
                                try succeed(
                                    "nas", "estimate", "even", "-o", "losses.xml", "--designs", designs, "--left-out",
                                    "4", "--images", "8", "--threads", "1", "--json"
                                ).utf8)) as? [String: Any])
                }
                let first = try estimate("14")
                let tau = try #require(first["kendall_tau"] as? Double)
                #expect((first["designs"] as? Int) == 14 && (-1...1).contains(tau))
                let kept = folder.appending(path: "even/estimate.csv"),
                    read = try String(contentsOf: kept, encoding: .utf8)
                #expect(read.split(separator: "\n").count == 16)
                // More designs begin with the same ones, which are not read again: a loss that was changed stays.
                let changed = read.replacing(/(?m)^loss,choices\n[0-9.]+,/, with: "loss,choices\n2.5,")
                try changed.write(to: kept, atomically: true, encoding: .utf8)
                _ = try estimate("16")
                let later = try String(contentsOf: kept, encoding: .utf8)
                #expect(changed != read && later.hasPrefix(changed) && later.split(separator: "\n").count == 18)
                let losses = try String(contentsOf: folder.appending(path: "losses.xml"), encoding: .utf8)
                #expect(
                    losses.contains("<block name=\"a\">") && losses.contains("<channels name=\"a.conv1\">")
                        && losses.contains("<choice value=\"none\" rise=\""))

                // Every point that keeps to the limit is dearer than what exact proves.
                try text.replacing(
                    "<objective measure=\"edap\"/>",
                    with:
                        "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"losses.xml\"/><objective measure=\"edap\"/><constraint measure=\"loss\" at-most=\"0.001\"/>"
                ).write(to: folder.appending(path: "limited.xml"), atomically: true, encoding: .utf8)
                var best: [Double] = []
                for strategy in ["exact", "exhaustive"] {
                    let study = try succeed("search", "run", "limited.xml", "--study", strategy, "--strategy", strategy)
                    #expect(strategy == "exhaustive" || study.contains("optimal: no design is better"))
                    let found = try #require(
                        JSONSerialization.jsonObject(with: Data(try succeed("search", "best", strategy, "--json").utf8))
                            as? [String: Any])
                    best.append(try #require(found["edap_Jsmm2"] as? Double))
                }
                #expect(best[0] == best[1])

                _ = try succeed(
                    "nas", "retrain", "even", "--study", "exact", "--from", "even", "--folder", "trained", "--epochs",
                    "1", "--batch", "16", "--threads", "1")
                let trained = try #require(
                    JSONSerialization.jsonObject(with: Data(try succeed("nas", "report", "trained", "--json").utf8))
                        as? [String: Any])
                #expect(try abs(#require(trained["edap_Jsmm2"] as? Double) - best[0]) <= 1e-12 * best[0])
                #expect(
                    try succeed("nas", "measure", "trained", "--images", "5", "--threads", "1").contains(
                        "trained: 5 test images"))
                _ = try succeed("search", "best", "exact", "--write", "design")
                let simulation = try Tool.run(
                    "simulate", "design/hardware.xml", "-n", "design/network.xml", "-m", "design/mapping.xml",
                    "--weights", "trained/checkpoint.safetensors",
                    "--data", ".", "--images", "4", "--calibration-images", "2", in: folder)
                #expect(simulation.status == 0, "\(simulation.errors)")
                // The network as it was, from the same weights.
                #expect(
                    try Tool.run(
                        [
                            "nas", "retrain", "even", "--uniform", "x64", "--from", "even", "--folder", "base",
                            "--epochs", "1", "--batch", "16", "--threads", "1",
                        ], in: folder
                    ).status == 0)
                let compared = try succeed(
                    "nas", "compare", "base", "trained", "--images", "5", "--threads", "1", "-o", "compared.svg")
                #expect(compared.contains("against base on 5 test images"))
                let drawn = try String(contentsOf: folder.appending(path: "compared.csv"), encoding: .utf8)
                    .split(whereSeparator: \.isNewline).suffix(3).map { $0.split(separator: ",").map(String.init) }
                try #require(drawn.count == 3 && drawn[2].count > 3)
                #expect(drawn[0].last == "edap_Jsmm2" && drawn[1][0] == "base" && drawn[2][0...1] == ["trained", "1"])
                #expect(try abs(#require(drawn[2].last.flatMap(Double.init)) - best[0]) <= 1e-12 * best[0])
                let figure = try String(contentsOf: folder.appending(path: "compared.svg"), encoding: .utf8)
                #expect(figure.contains("accuracy, %") && figure.contains(">trained<"))
                // Gates choose blocks and widths too.
                _ = try succeed(
                    "nas", "run", "search.xml", "--data", ".", "--epochs", "3", "--warm-up", "1", "--batch", "16",
                    "--threads", "1", "--lambda", "1000",
                    "--gate-rate", "2", "--steps-per-gate-step", "1", "--folder", "gated")
                let gated = try #require(
                    JSONSerialization.jsonObject(with: Data(try succeed("nas", "report", "gated", "--json").utf8))
                        as? [String: Any])
                #expect(
                    (gated["left_out"] as? [String]) == ["a"] && (gated["channels"] as? [String: Int]) == ["stem": 2])
                _ = try succeed("nas", "derive", "gated")
                let evaluated = try #require(
                    try Tool.run(
                        [
                            "evaluate", "gated/hardware.xml", "-n", "gated/network.xml", "-m", "gated/mapping.xml",
                            "--json",
                        ], in: folder
                    ).json as? [String: Any])
                let edap = try #require(evaluated["edap_Jsmm2"] as? Double)
                #expect(try abs(edap - #require(gated["edap_Jsmm2"] as? Double)) <= 1e-12 * edap)
            }
        }

        @Test func lossesOfASearchLimitAnotherWhoseDesignIsRetrained() throws {
            try withTemporaryFolder { folder in
                try NasTests().prepare(folder)
                let succeed = NasTests.succeeding(in: folder)
                #expect(try Tool.run(NasTests.run + ["--folder", "found"], in: folder).status == 0)
                let table = try succeed(
                    "nas", "losses", "found", "-o", "losses.xml", "--base", "x64", "--images", "30", "--threads", "1",
                    "--csv"
                )
                .split(whereSeparator: \.isNewline).map { $0.split(separator: ",").map(String.init) }
                #expect(table.map { $0[0] } == ["design", "x64 alone", "found"])
                // The base is over itself by nothing.
                #expect(table[1][1] == "0.0" && table[1][2] == "0.0")
                let sum = try #require(Double(table[2][2]))
                // Of two layers, in whole steps.
                #expect(abs((sum / 0.005).rounded() * 0.005 - sum) < 1e-9)
                let tooFine = try Tool.run("nas", "losses", "found", "-o", "fine.xml", "--step", "0", in: folder)
                #expect(
                    tooFine.status == 64 && tooFine.errors.contains("--step is 0.0; give 0.000001 or more"),
                    "\(tooFine.errors)")
                let file = folder.appending(path: "losses.xml"), text = try String(contentsOf: file, encoding: .utf8)
                #expect(
                    text.contains("<choice kernel=\"5\" crossbar=\"x32\" rise=\"")
                        && text.contains("small, x64 alone, on 30 images"))
                _ = try succeed(
                    "nas", "losses", "found", "-o", "again.xml", "--base", "x64", "--images", "30", "--threads", "1")
                #expect(try String(contentsOf: folder.appending(path: "again.xml"), encoding: .utf8) == text)

                let search = folder.appending(path: "search.xml")
                try String(contentsOf: search, encoding: .utf8).replacing(
                    "<objective measure=\"edap\"/>",
                    with:
                        "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"losses.xml\"/><objective measure=\"edap\"/><constraint measure=\"loss\" at-most=\"\(sum + 0.001)\"/>"
                ).write(to: folder.appending(path: "limited.xml"), atomically: true, encoding: .utf8)
                _ = try succeed("search", "run", "limited.xml", "--study", "limited", "--strategy", "exact")
                let best = try #require(
                    JSONSerialization.jsonObject(with: Data(try succeed("search", "best", "limited", "--json").utf8))
                        as? [String: Any])
                _ = try succeed(
                    "nas", "retrain", "found", "--study", "limited", "--folder", "exact", "--epochs", "1", "--batch",
                    "16", "--threads", "1")
                let outcome = try #require(
                    JSONSerialization.jsonObject(with: Data(try succeed("nas", "report", "exact", "--json").utf8))
                        as? [String: Any])
                let edap = try #require(outcome["edap_Jsmm2"] as? Double)
                // No dearer than what the gates found, since that keeps to the limit.
                #expect(try edap <= #require(Double(table[2][3])) * (1 + 1e-12))
                let wanted = try #require(best["edap_Jsmm2"] as? Double)
                #expect(abs(edap - wanted) <= 1e-12 * wanted)

                let both = try Tool.run(
                    "nas", "retrain", "found", "--study", "limited", "--uniform", "x64", "--folder", "other", in: folder
                )
                #expect(both.status == 64, "\(both.errors)")
                let retraining = try Tool.run("nas", "losses", "exact", "-o", "other.xml", in: folder)
                #expect(
                    retraining.status == 1
                        && retraining.errors.contains("is a retraining: it has no choices to compare"),
                    "\(retraining.errors)")
                #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "other.xml").path))
            }
        }

        @Test func aDamagedCheckpointIsToldAndLeftAsItIs() throws {
            try withTemporaryFolder { folder in
                try NasTests().prepare(folder)
                let run = try Tool.run(NasTests.run + ["--folder", "found"], in: folder)
                #expect(run.status == 0, "\(run.errors)")
                let checkpoint = folder.appending(path: "found/checkpoint.safetensors")
                let good = try Data(contentsOf: checkpoint)
                let header = good.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
                var damaged = [0, 8, good.count / 3, good.count - 1].map { good.prefix($0) }
                for (bit, place) in [0, 8 + header / 2, 8 + header, good.count / 2, good.count - 1].enumerated() {
                    var bad = good
                    bad[place] ^= 1 << UInt8(bit)
                    damaged.append(bad)
                }
                for bad in damaged {
                    try bad.write(to: checkpoint)
                    let resumed = try Tool.run("nas", "resume", "found", "--threads", "1", in: folder)
                    let what =
                        "\(bad.count) of \(good.count) bytes, other at \(zip(bad, good).enumerated().first { $1.0 != $1.1 }?.offset ?? -1): \(resumed.status) \(resumed.errors)"
                    #expect(
                        resumed.status == 1 && resumed.errors.hasPrefix("found/checkpoint.safetensors: error: ")
                            && resumed.errors.contains("; "), "\(what)")
                    #expect(try Data(contentsOf: checkpoint) == bad, "\(what)")
                }
                try good.write(to: checkpoint)
                #expect(try Tool.run("nas", "resume", "found", "--threads", "1", in: folder).status == 0)
            }
        }

        /// What was done is kept, so that nothing is wrong: exit code 0, and the run goes on.
        @Test(arguments: [SIGINT, SIGTERM]) func aSearchThatIsStoppedIsNoError(signal: Int32) throws {
            try withTemporaryFolder { folder in
                try NasTests().prepare(folder)
                let process = try Tool.start(
                    [
                        "nas", "run", "search.xml", "--data", ".", "--epochs", "2000", "--warm-up", "1", "--batch",
                        "16", "--threads", "1", "--folder", "stopped",
                    ], in: folder)
                let checkpoint = folder.appending(path: "stopped/checkpoint.safetensors").path
                while process.isRunning, !FileManager.default.fileExists(atPath: checkpoint) { usleep(2000) }
                kill(process.processIdentifier, signal)
                process.waitUntilExit()
                #expect(process.terminationReason == .exit && process.terminationStatus == 0)
                let report = try Tool.run("nas", "report", "stopped", in: folder)
                #expect(report.status == 0, "\(report.errors)")
                // Nothing of a measurement of losses is kept before its end.
                let losses = try Tool.start(
                    ["nas", "losses", "stopped", "-o", "losses.xml", "--images", "1000000"], in: folder)
                usleep(300_000)
                kill(losses.processIdentifier, signal)
                losses.waitUntilExit()
                let isWritten = FileManager.default.fileExists(atPath: folder.appending(path: "losses.xml").path)
                #expect(isWritten == (losses.terminationStatus == 0))
            }
        }

        @Test func aSearchThatIsKilledGoesOnWithTheSameBits() throws {
            try withTemporaryFolder { folder in
                try NasTests().prepare(folder)
                #expect(try Tool.run(NasTests.run + ["--folder", "whole"], in: folder).status == 0)
                let process = try Tool.start(NasTests.run + ["--folder", "killed"], in: folder)
                let checkpoint = folder.appending(path: "killed/checkpoint.safetensors").path
                while process.isRunning, !FileManager.default.fileExists(atPath: checkpoint) { usleep(2000) }
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                let resumed = try Tool.run("nas", "resume", "killed", "--threads", "1", in: folder)
                #expect(resumed.status == 0, "\(resumed.errors)")
                #expect(
                    FileManager.default.contentsEqual(
                        atPath: checkpoint, andPath: folder.appending(path: "whole/checkpoint.safetensors").path))
                // Other inputs are another search.
                let file = folder.appending(path: "search.xml")
                try String(contentsOf: file, encoding: .utf8).replacing("3 5", with: "3 7").write(
                    to: file, atomically: true, encoding: .utf8)
                let changed = try Tool.run("nas", "resume", "killed", in: folder)
                #expect(
                    changed.status == 1 && changed.errors.contains("was begun with other inputs: "), "\(changed.errors)"
                )
            }
        }
    }
}
