import Diagnostics
import Foundation
import Testing

@testable import Networks

private func read(_ text: String) throws -> Network {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("NetWork-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: path) }
    try Data(text.utf8).write(to: path)
    return try NetWorkCSVReader(path.path).read()
}

/// NeuroSim's own table of VGG-8 is the network of the zoo that follows NeuroSim's code.
@Test func theTableOfVGG8IsTheZoosNetwork() throws {
    let table = """
        32,32,3,3,3,128,0,1
        32,32,128,3,3,128,1,1
        16,16,128,3,3,256,0,1
        16,16,256,3,3,256,1,1
        8,8,256,3,3,512,0,1
        8,8,512,3,3,512,1,1
        1,1,8192,1,1,1024,0,1
        1,1,1024,1,1,10,0,1
        """
    let network = try read(table)
    let zoo = try Zoo.vgg8()
    #expect(network.parameters == zoo.parameters)
    #expect(network.multiplyAccumulates == zoo.multiplyAccumulates)
    #expect(network.layers.map(\.operation) == zoo.layers.map(\.operation))
    // The older form has no strides.
    #expect(
        try read(table.split(separator: "\n").map { $0.dropLast(2) }.joined(separator: "\r\n")).layers.map(\.operation)
            == zoo.layers.map(\.operation))
}

@Test func aShortcutReadsTheLayerThatFits() throws {
    let network = try read("8,8,16,3,3,32,0,2\n4,4,32,3,3,32,0,1\n8,8,16,1,1,32,0,2\n")
    #expect(network.layers.last?.inputs == [0])
    #expect(network.outputs.count == 2)
}

@Test func rowsThatAreNoLayersAreToldWithTheirLines() throws {
    let thrown = #expect(throws: InvalidInput.self) { try read("32,32,3,3,3,128,0\n\n32,32,x,3,3,128,0\n1,2,3\n") }
    #expect(thrown?.diagnostics.map(\.location.line) == [3, 4])
    let other = #expect(throws: InvalidInput.self) { try read("32,32,3,3,3,128,0,1\n16,16,128,3,3,256,0,1\n") }
    #expect(other?.diagnostics.first?.message == "its input of 128×16×16 is no output of a row before it")
    #expect(other?.diagnostics.first?.location.line == 2)
}
