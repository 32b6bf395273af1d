import Foundation
import Testing

/// Figures that a program outside gives.
@Suite struct ComponentsResolveTests {
    private let library = """
        <?xml version="1.0" encoding="UTF-8"?>
        <library xmlns="urn:naxdse:hardware:1" name="mine" technology="32 nm" source="a test">
          <component id="buffer" kind="memory" external-model="hwcomponents_cacti.SRAM" capacity="64 KiB" width="256" source="CACTI"/>
          <component id="adc" kind="adc" external-model="hwcomponents_adc.ADC" resolution="8" rate="1 GS/s" technology="32 nm" source="survey"/>
          <component id="alu" kind="alu" area="1 µm²" leakage="0 W" source="s"><action name="operate" energy="1 pJ" time="1 ns"/></component>
        </library>
        """

    private func resolve(_ program: String, library: String? = nil, _ body: (Tool, URL) throws -> Void) throws {
        try withTemporaryFolder { folder in
            try (library ?? self.library).write(
                to: folder.appending(path: "mine.xml"), atomically: true, encoding: .utf8)
            let path = folder.appending(path: "provider.py")
            try ("#!/usr/bin/env python3\nimport json, sys\n" + program).write(
                to: path, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path.path)
            let tool = try Tool.run(
                "components", "resolve", "mine.xml", "--provider", path.path, "-o", "out.xml", in: folder)
            try body(tool, folder)
        }
    }

    /// Answers with figures made of what it was asked, so that the test sees what came.
    private let honest = """
        for line in sys.stdin:
            q = json.loads(line)
            p = q["parameters"]
            energy = 1e-12 * p.get("width", p.get("resolution", 0))
            print(json.dumps({"id": q["id"], "provider": "made-up", "version": "2.1", "actions": {a: {"energy_J": energy, "time_s": 3.2e-8 / p["technology"] * 1e-9} for a in q["actions"]},
                              "leakage_W": None if q["kind"] == "adc" else 1e-6, "area_m2": p.get("capacity", 1000) * 1e-12}), flush=True)
        """

    @Test func answersAreWrittenWithTheirSource() throws {
        try resolve(honest) { tool, folder in
            #expect(tool.status == 0, "\(tool.errors)")
            let text = try String(contentsOf: folder.appending(path: "out.xml"), encoding: .utf8)
            #expect(!text.contains("external-model"))
            #expect(text.contains("hwcomponents_cacti.SRAM of made-up 2.1: capacity 64 KiB, width 256"), "\(text)")
            #expect(text.contains("<action name=\"read\" energy=\"2.56e-10 J\" time=\"1e-09 s\"/>"), "\(text)")
            #expect(
                text.contains("area=\"5.24288e-07 m²\"") && text.contains("leakage=\"unknown\"")
                    && text.contains("leakage=\"1e-06 W\""))
            // What was not asked for is as it was; what is written is a library as any other.
            #expect(text.contains("<component id=\"alu\" kind=\"alu\" area=\"1 µm²\""))
            let chip = """
                <hardware xmlns="urn:naxdse:hardware:1" xmlns:xi="http://www.w3.org/2001/XInclude" name="c" technology="32 nm" clock="1 GHz" source="s">
                <xi:include href="out.xml"/>
                <device id="cell" cell-bits="1" cell-area-F2="100" source="s"/>
                <crossbar id="x" rows="8" columns="8" device="cell" source="s"><read voltage="1 V" time="1 ns" energy="1 pJ"/></crossbar>
                <level name="chip"><component ref="buffer"/><component ref="alu"/><crossbar ref="x"/></level></hardware>
                """
            try chip.write(to: folder.appending(path: "chip.xml"), atomically: true, encoding: .utf8)
            let explained = try Tool.run("explain", "chip.xml", "buffer", in: folder)
            #expect(
                explained.output.contains("read: 256 pJ, 1 ns") && explained.output.contains("made-up 2.1"),
                "\(explained.errors)")
        }
    }

    @Test(arguments: [
        (
            "for line in sys.stdin: print(json.dumps({'id': json.loads(line)['id'], 'error': 'no such model'}))",
            "of 'buffer': no such model"
        ),
        ("pass", "answered 0 of 2 requests, and ended with exit code 0"),
        ("sys.exit(3)", "answered 0 of 2 requests, and ended with exit code 3"),
        ("for line in sys.stdin: print('hello')", "wrote 'hello' where the figures of 'buffer' were asked for"),
        (
            "for line in sys.stdin: print(json.dumps({'id': json.loads(line)['id'], 'provider': 'p', 'version': '1', 'actions': {}, 'area_m2': 0}))",
            "it has no figures for 'read'"
        ),
        (
            "for line in sys.stdin: print(json.dumps({'id': json.loads(line)['id'], 'provider': 'p', 'version': '1', 'area_m2': 0, 'actions': {a: {'energy_J': -1, 'time_s': 0} for a in json.loads(line)['actions']}}))",
            "-1.0 is no figure"
        ),
    ])
    func aProviderThatFailsIsTold(program: String, message: String) throws {
        try resolve(program) { tool, folder in
            #expect(tool.status == 1 && tool.errors.contains(message), "\(tool.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "out.xml").path))
        }
    }

    @Test func aComponentThatIsNotResolvedIsRefused() throws {
        try withTemporaryFolder { folder in
            let chip = """
                <hardware xmlns="urn:naxdse:hardware:1" name="c" technology="32 nm" clock="1 GHz" source="s">
                <component id="buffer" kind="memory" external-model="a.B" capacity="64 KiB" width="256" source="CACTI"/>
                <device id="cell" cell-bits="1" cell-area-F2="100" source="s"/>
                <crossbar id="x" rows="8" columns="8" device="cell" source="s"><read voltage="1 V" time="1 ns" energy="1 pJ"/></crossbar>
                <level name="chip"><component ref="buffer"/><crossbar ref="x"/></level></hardware>
                """
            try chip.write(to: folder.appending(path: "chip.xml"), atomically: true, encoding: .utf8)
            let tool = try Tool.run("show", "chip.xml", in: folder)
            #expect(
                tool.status == 1
                    && tool.errors.contains(
                        "chip.xml:2:38: error: the figures of component 'buffer' come from elsewhere, and have not been asked for"
                    ), "\(tool.errors)")
        }
    }

    /// Runs where NAXDSE_HWCOMPONENTS names a Python that has hwcomponents and its adc and cacti packages.
    @Test(
        .enabled(
            if: ProcessInfo.processInfo.environment["NAXDSE_HWCOMPONENTS"] != nil,
            "NAXDSE_HWCOMPONENTS names no Python with hwcomponents"))
    func hwcomponentsAnswers() throws {
        let python = ProcessInfo.processInfo.environment["NAXDSE_HWCOMPONENTS"]!
        try withTemporaryFolder { folder in
            try library.write(to: folder.appending(path: "mine.xml"), atomically: true, encoding: .utf8)
            let program = repository.appending(path: "Scripts/components/hwcomponents_provider.py").path
            let tool = try Tool.run(
                "components", "resolve", "mine.xml", "--provider", "\(python) \(program)", "-o", "out.xml", in: folder)
            #expect(tool.status == 0, "\(tool.errors)")
            let text = try String(contentsOf: folder.appending(path: "out.xml"), encoding: .utf8)
            // hwcomponents-cacti 1.0.40, hwcomponents-adc 1.0.21.
            #expect(
                text.contains("energy=\"2.95577e-11 J\" time=\"1.28235") && text.contains("energy=\"1.37096957"),
                "\(text)")
            let misspelt = library.replacing("rate=\"1 GS/s\"", with: "").replacing(
                "source=\"survey\"/>",
                with: "source=\"survey\"><parameter name=\"throughputs\" value=\"1e9\"/></component>")
            try misspelt.write(to: folder.appending(path: "mine.xml"), atomically: true, encoding: .utf8)
            let refused = try Tool.run(
                "components", "resolve", "mine.xml", "--provider", "\(python) \(program)", "-o", "out2.xml", in: folder)
            #expect(refused.status == 1 && refused.errors.contains("ADC has no argument for 'throughputs'"))
        }
    }
}
