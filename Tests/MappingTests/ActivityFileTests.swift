import Quantities
import Testing

@testable import Mapping

@Suite struct ActivityFileTests {
    @Test func whatIsWrittenIsReadBack() throws {
        let layers = [
            LayerActivity(layer: "conv1", meanSquareInput: 0.1 + 0.2, meanConductance: Conductance(si: 4.6e-6 / 3)),
            LayerActivity(layer: "layer1.0.conv1", meanSquareInput: 0, meanConductance: Conductance(si: 1e-5)),
        ]
        let text = ActivityFile(layers).text
        let read = try ActivityFile(
            lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init), path: "a.csv")
        #expect(read.layers == layers)
        var whole = layers
        for index in whole.indices { (whole[index].meanInput, whole[index].meanLevel) = (1 / 3.0, 0.25) }
        let long = ActivityFile(whole).text
        #expect(long.hasPrefix("layer,mean_square_input,mean_conductance_S,mean_input,mean_level\n"))
        #expect(try ActivityFile(lines: long.split(separator: "\n").map(String.init), path: "a.csv").layers == whole)
    }

    @Test(arguments: [
        (["layer,mean"], "a.csv:1:1: error: this is no table of activity"),
        ([], "a.csv: error: the file is empty"),
        (["layer,mean_square_input,mean_conductance_S", "conv1,0.5"], "a.csv:2:1: error: 2 fields"),
        (
            ["# remark", "layer,mean_square_input,mean_conductance_S", "", "conv1,1.5,1e-6"],
            "a.csv:4:7: error: '1.5' is no mean square"
        ),
        (
            ["layer,mean_square_input,mean_conductance_S", "conv1, 0.5,zero"],
            "a.csv:2:12: error: 'zero' is no mean conductance"
        ),
        (
            ["layer,mean_square_input,mean_conductance_S,mean_input,mean_level", "c,0.5,0,1.5,0"],
            "a.csv:2:9: error: '1.5' is no mean input"
        ),
        (["layer,mean_square_input,mean_conductance_S", "c,0.5,0"], "a.csv:2:7: error: '0' is no mean conductance"),
        (
            ["layer,mean_square_input,mean_conductance_S", "c,0.5,1e-6", "c,0.5,1e-6"],
            "a.csv:3:1: error: layer 'c' is here twice"
        ),
    ])
    func whatIsWrongIsToldAtItsPlace(_ lines: [String], _ message: String) {
        do {
            _ = try ActivityFile(lines: lines, path: "a.csv")
            Issue.record("no error")
        } catch {
            #expect("\(error)".contains(message), "\(error)")
        }
    }

    /// Names of layers may be anything that a network's file says.
    @Test func namesOfAnyKindComeBackAsTheyWere() throws {
        let names = ["conv,1", "#first", "a \"b\" c", " spaced ", "\"", "plain", "1,2,\"3"]
        let written = ActivityFile(
            names.map { LayerActivity(layer: $0, meanSquareInput: 0.25, meanConductance: Conductance(1, .micro)) })
        let read = try ActivityFile(
            lines: written.text.split(separator: "\n").map(String.init), path: "a.csv")
        #expect(read.layers == written.layers)
        #expect(written.text.contains("\n\"conv,1\",0.25,") && written.text.contains("\nplain,0.25,"))
    }
}
