import Foundation
import Testing

@Suite struct AccuracySearchTests {
    /// A small network with its weights, images, hardware whose cells vary, and a search over the bits of its two
    /// layers.
    private func prepare(_ folder: URL, inside: String = Self.accuracy) throws {
        try SimulateTests.prepare(folder)
        try """
        <?xml version="1.0" encoding="UTF-8"?>
        <search xmlns="urn:naxdse:search:1" name="bits" network="./small.xml" hardware="hardware.xml">
          <layers match="*"><precision values="8 3 2"/></layers>
          \(inside)
        </search>
        """.write(to: folder.appending(path: "bits.xml"), atomically: true, encoding: .utf8)
    }

    private static let accuracy = """
        <accuracy data="." weights="small.safetensors" images="6" calibration-images="2" seed="5"/>
        <objective measure="accuracy"/><objective measure="energy"/>
        <constraint measure="accuracy" at-least="10 %"/>
        """

    @Test func aTrialsAccuracyIsWhatSimulateFindsForItsDesign() throws {
        try withTemporaryFolder { folder in
            try prepare(folder)
            let run = try Tool.run("search", "run", "bits.xml", "--strategy", "exhaustive", in: folder)
            #expect(
                run.status == 0 && run.output.contains("most accuracy, least energy")
                    && run.output.contains("accuracy ≥ 10 %"), "\(run.errors)")
            let trials = try Tool.run("search", "export", "bits", "--json", in: folder).output.split(separator: "\n")
                .map {
                    try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
                }
            #expect(trials.count == 9)
            for (number, trial) in trials.enumerated() {
                #expect(
                    try Tool.run("search", "best", "bits", "--trial", "\(number)", "--write", "d\(number)", in: folder)
                        .status == 0)
                let simulated = try Tool.run(
                    "simulate", "d\(number)/hardware.xml", "-n", "./d\(number)/network.xml", "-m",
                    "d\(number)/mapping.xml", "--weights", "small.safetensors",
                    "--data", ".", "--images", "6", "--calibration-images", "2", "--seed", "5", "--json", in: folder)
                let last = try #require(((try simulated.json as? [String: Any])?["results"] as? [[String: Any]])?.last)
                #expect(last["computed"] as? String == "all together")
                let accuracy = try #require(trial["accuracy"] as? Double)
                #expect(accuracy == last["accuracy"] as? Double)
                #expect(try #require(trial["excess"] as? Double) == (accuracy < 0.1 ? (0.1 - accuracy) / 0.1 : 0))
            }
            #expect(Set(trials.compactMap { $0["accuracy"] as? Double }).count > 1, "bits make a difference")
        }
    }

    /// Measures that only the cost model's figures have, beside an accuracy.
    @Test func anyMeasureCanStandBesideAnAccuracy() throws {
        try withTemporaryFolder { folder in
            try prepare(
                folder,
                inside: """
                    <accuracy data="." weights="small.safetensors" images="6" calibration-images="2" seed="5"/>
                    <objective measure="accuracy"/><objective measure="latency"/>
                    <constraint measure="utilisation" at-least="0 %"/>
                    """)
            let run = try Tool.run(
                "search", "run", "bits.xml", "--strategy", "exhaustive", "--trials", "3", in: folder)
            #expect(run.status == 0, "\(run.errors)")
            for line in try Tool.run("search", "export", "bits", "--json", in: folder).output.split(separator: "\n") {
                let trial = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                #expect(trial["accuracy"] is Double && (trial["latency_s"] as? Double ?? 0) > 0, "\(trial)")
            }
        }
    }

    @Test func aStudyDoesNotGoOnWithOtherImages() throws {
        try withTemporaryFolder { folder in
            try prepare(folder)
            #expect(
                try Tool.run("search", "run", "bits.xml", "--strategy", "exhaustive", "--trials", "2", in: folder)
                    .status == 0)
            let file = folder.appending(path: "test_batch.bin")
            var images = try Data(contentsOf: file)
            images[100] ^= 1
            try images.write(to: file)
            let resumed = try Tool.run("search", "resume", "bits", in: folder)
            #expect(
                resumed.status == 1
                    && resumed.errors.contains("begun with other inputs: images: other bytes than before"),
                "\(resumed.errors)")
        }
    }

    @Test(arguments: [
        (
            #"<objective measure="accuracy"/>"#,
            "bits.xml:4:23: error: nothing in this search measures accuracy; add <accuracy"
        ),
        (
            #"<accuracy data="."/><objective measure="accuracy"/>"#,
            "bits.xml:4:3: error: network './small.xml' comes without weights; name an ONNX file"
        ),
        (
            #"<accuracy data="nowhere" weights="small.safetensors"/><objective measure="accuracy"/>"#,
            "there is no such folder"
        ),
        (
            #"<accuracy data="." weights="small.safetensors"/><objective measure="energy"/>"#,
            "bits.xml:4:3: error: accuracy is measured, and neither"
        ),
        (#"<accuracy data="." weights="small.safetensors" images="0"/><objective measure="accuracy"/>"#, "bits.xml:4:"),
    ])
    func whatCannotBeMeasuredIsTold(inside: String, words: String) throws {
        try withTemporaryFolder { folder in
            try prepare(folder, inside: inside)
            let run = try Tool.run("search", "run", "bits.xml", in: folder)
            #expect(run.status == 1 && run.errors.contains(words) && run.output.isEmpty, "\(run.errors)")
        }
    }

    @Test func kernelsOfTrainedWeightsDoNotVary() throws {
        try withTemporaryFolder { folder in
            try prepare(folder)
            let file = folder.appending(path: "bits.xml")
            try String(contentsOf: file, encoding: .utf8).replacing(
                "<precision values=\"8 3 2\"/>",
                with: "<precision values=\"8 3 2\"/></layers><layers match=\"conv\"><kernel values=\"4 6\"/>"
            )
            .write(to: file, atomically: true, encoding: .utf8)
            let run = try Tool.run("search", "run", "bits.xml", in: folder)
            #expect(
                run.status == 1 && run.errors.contains("the trained weights are of the kernels that the network has"),
                "\(run.errors)")
        }
    }
}
