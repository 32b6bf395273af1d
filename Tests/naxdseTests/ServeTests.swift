import Foundation
import Testing

/// The messages of docs/serve.md; python/tests has more, from the other side.
@Suite struct ServeTests {
    /// The answers to some lines, in their order.
    private func answers(_ lines: String..., in folder: URL? = nil) throws -> [[String: Any]] {
        try withTemporaryFolder { scratch in
            let input = scratch.appending(path: "input")
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: input)
            let tool = try Tool.run(
                URL(filePath: "/bin/sh"), ["-c", "exec \"$0\" serve < \"$1\"", Tool.executable.path, input.path],
                in: folder ?? repository)
            #expect(tool.status == 0 && tool.errors.isEmpty, "\(tool.errors)")
            return try tool.output.split(separator: "\n").map { line in
                try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            }
        }
    }

    private func request(_ method: String, _ params: String = "{}", id: Int = 1) -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(params)}"#
    }

    @Test func anAnswerIsWhatTheCommandWrites() throws {
        let found = try answers(
            request("evaluate", #"{"hardware":"isaac","network":"lenet5","mapping":"default","with_io":true}"#))
        let result = try #require(found[0]["result"] as? NSDictionary)
        #expect(found[0]["jsonrpc"] as? String == "2.0" && found[0]["id"] as? Int == 1)
        #expect(
            try result == Tool.run(
                "evaluate", "isaac", "-n", "lenet5", "-m", "default", "--with-io", "--json", in: repository
            ).json as? NSDictionary)
        let compared = try answers(request("compare", #"{"hardware":["isaac","puma"],"network":"lenet5"}"#))
        let comparisons = try #require((compared[0]["result"] as? [String: Any])?["comparisons"] as? NSArray)
        #expect(
            try comparisons == [Tool.run("compare", "isaac", "puma", "-n", "lenet5", "--json", in: repository).json]
                as NSArray)
    }

    @Test func anErrorHasPlaceAndRemedy() throws {
        try withTemporaryFolder { folder in
            let written = try Tool.run("new", "hardware", "chip", in: folder)
            #expect(written.status == 0)
            let file = folder.appending(path: "chip.xml")
            let text = try String(contentsOf: file, encoding: .utf8)
            try text.replacing("capacity=\"64 KiB\"", with: "capacity=\"64 KiW\"").write(
                to: file, atomically: true, encoding: .utf8)
            let found = try answers(
                request("evaluate", #"{"hardware":"chip.xml","network":"nothing"}"#), request("version", id: 2),
                in: folder)
            let error = try #require(found[0]["error"] as? [String: Any])
            let problems = try #require((error["data"] as? [String: Any])?["problems"] as? [[String: Any]])
            #expect(error["code"] as? Int == 1 && problems.count == 2, "\(error)")
            let line = try #require(problems[0]["line"] as? Int)
            #expect(
                problems[0]["file"] as? String == "chip.xml"
                    && text.split(separator: "\n", omittingEmptySubsequences: false)[line - 1].contains("64 KiB"))
            #expect(problems[1]["file"] is NSNull && (problems[1]["hint"] as? String)?.isEmpty == false)
            #expect((found[1]["result"] as? [String: Any])?["cost_model"] is Int)
        }
    }

    @Test func aFileIsReadAgainWhenItHasChanged() throws {
        try withTemporaryFolder { folder in
            #expect(try Tool.run("new", "hardware", "chip", in: folder).status == 0)
            let file = folder.appending(path: "chip.xml"), lines = folder.appending(path: "lines")
            // The second request is written when the first has been answered.
            let script = """
                mkfifo in out
                "$0" serve < in > out &
                exec 3> in 4< out
                echo '\(request("evaluate", #"{"hardware":"chip.xml","network":"lenet5"}"#))' >&3; read -r line <&4; printf '%s\\n' "$line" > lines
                echo '\(request("evaluate", #"{"hardware":"chip.xml","network":"lenet5"}"#))' >&3; read -r line <&4; printf '%s\\n' "$line" >> lines
                sed -i 's/energy="1.5 pJ"/energy="3 pJ"/' chip.xml
                echo '\(request("evaluate", #"{"hardware":"chip.xml","network":"lenet5"}"#))' >&3; read -r line <&4; printf '%s\\n' "$line" >> lines
                """
            let shell = try Tool.run(URL(filePath: "/bin/bash"), ["-c", script, Tool.executable.path], in: folder)
            #expect(shell.status == 0, "\(shell.errors)")
            let energies = try String(contentsOf: lines, encoding: .utf8).split(separator: "\n").map { line in
                let answer = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                return try #require((answer?["result"] as? [String: Any])?["energy_J"] as? Double)
            }
            #expect(energies.count == 3 && energies[0] == energies[1] && energies[2] > energies[1])
            _ = file
        }
    }

    @Test func pointsHaveTheNumbersOfTrials() throws {
        let found = try answers(
            request(
                "search", #"{"search":"resnet20-nax","strategy":"random","trials":64,"seed":"3","with_trials":true}"#),
            request("open", #"{"search":"resnet20-nax","measures":["edap"]}"#, id: 2))
        let study = try #require(found[0]["result"] as? [String: Any]),
            space = try #require(found[1]["result"] as? [String: Any])
        let columns = try #require(study["all_trials"] as? [String: [Any]]),
            parameters = try #require(space["parameters"] as? [[String: Any]])
        let names = parameters.compactMap { $0["name"] as? String }
        let points = (0..<64).map { row in names.map { columns[$0]![row] } }
        let asked = String(decoding: try JSONSerialization.data(withJSONObject: points), as: UTF8.self)
        let told = try answers(
            request("open", #"{"search":"resnet20-nax","measures":["edap"]}"#),
            request("points", #"{"handle":1,"points":\#(asked)}"#, id: 2))
        let result = try #require(told[1]["result"] as? [String: Any])
        #expect(
            result["edap_Jsmm2"] as? [Double] == columns["edap_Jsmm2"] as? [Double]
                && (result["excess"] as? [Double])?.count == 64)
    }

    @Test func aLineThatIsTooLongIsPassedOver() throws {
        try withTemporaryFolder { folder in
            let script =
                "{ head -c 70000000 /dev/zero | tr '\\0' x; echo; echo '\(request("version"))'; } | \"$0\" serve"
            let tool = try Tool.run(
                URL(filePath: "/bin/sh"), ["-c", script, Tool.executable.path], in: folder,
                environment: ["NAXDSE_HOME": repository.path])
            let lines = tool.output.split(separator: "\n")
            #expect(
                tool.status == 0 && lines.count == 2 && lines[0].contains("-32600") && lines[1].contains("cost_model"))
        }
    }
}
