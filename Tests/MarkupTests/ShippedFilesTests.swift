import Foundation
import Testing

@testable import Markup

@Suite struct ShippedFilesTests {
    private let sign = "hardware/schema/hardware.xsd"

    @Test func theyAreFoundFromTheTests() throws {
        let shipped = try ShippedFiles()
        #expect(shipped.names(in: "hardware").contains("isaac"))
        #expect(try shipped.resolve("isaac", in: "hardware") == shipped.path("hardware/isaac.xml"))
    }

    @Test func theVariableComesFirstThenTheProgramThenTheCurrentFolder() throws {
        let folder = try TemporaryFolder(["a/\(sign)": "", "b/\(sign)": "", "c/share/naxdse/\(sign)": "", "d/x": ""])
        let path = folder.path
        #expect(
            try ShippedFiles(variable: path + "/a", executable: path + "/b/bin/naxdse", currentFolder: path + "/b").home
                == path + "/a")
        #expect(
            try ShippedFiles(variable: nil, executable: path + "/b/x/y/naxdse", currentFolder: path + "/a").home == path
                + "/b")
        #expect(
            try ShippedFiles(variable: "", executable: path + "/c/bin/naxdse", currentFolder: path).home == path
                + "/c/share/naxdse")
        #expect(
            try ShippedFiles(variable: nil, executable: path + "/d/naxdse", currentFolder: path + "/a/deep").home
                == path + "/a")
        #expect(try ShippedFiles(variable: nil, executable: path + "/d/naxdse", currentFolder: path + "/a").home == "")
    }

    @Test func aVariableThatPointsElsewhereIsAnError() throws {
        let error = #expect(throws: FileNotFound.self) {
            try ShippedFiles(variable: "/nowhere", executable: nil, currentFolder: "/")
        }
        #expect(
            error?.description
                == "NAXDSE_HOME is '/nowhere', where there is no hardware/schema/hardware.xsd; let it name the folder that holds hardware/"
        )
    }

    @Test func withoutThemFilesOfOnesOwnAreFoundAndNamesAreNot() throws {
        let folder = try TemporaryFolder(["mine.xml": ""])
        let none = try ShippedFiles(variable: nil, executable: folder.path + "/naxdse", currentFolder: folder.path)
        #expect(none.home == nil && none.names(in: "hardware").isEmpty)
        #expect(try none.resolve(folder.path + "/mine.xml", in: "hardware") == folder.path + "/mine.xml")
        let error = #expect(throws: FileNotFound.self) { try none.resolve("isaac", in: "hardware") }
        #expect(
            error?.description
                == "there is no file 'isaac', and the files that come with naxdse are not found; name a file, or set NAXDSE_HOME to the folder that holds hardware/"
        )
    }

    @Test func aNameIsAFileOrShipped() throws {
        let folder = try TemporaryFolder([sign: "", "hardware/isaac.xml": "", "hardware/puma.xml": "", "mine.xml": ""])
        let shipped = try ShippedFiles(variable: folder.path, executable: nil, currentFolder: "/")
        #expect(try shipped.resolve("puma", in: "hardware") == folder.path + "/hardware/puma.xml")
        #expect(try shipped.resolve(folder.path + "/mine.xml", in: "hardware") == folder.path + "/mine.xml")
        let near = #expect(throws: FileNotFound.self) { try shipped.resolve("isac", in: "hardware") }
        #expect(
            near?.description
                == "there is neither a file 'isac' nor a shipped one of that name in hardware/; did you mean 'isaac'? the names are 'isaac', 'puma'"
        )
        let path = #expect(throws: FileNotFound.self) { try shipped.resolve(folder.path + "/mime.xml", in: "hardware") }
        #expect(
            folder.short(path!)
                == "there is no file 'mime.xml'; did you mean 'mine.xml'?, or one of the names 'isaac', 'puma'")
    }
}
