import Diagnostics
import Hardware
import Markup
import Quantities
import Testing

/// An edit of a file changes what it should and nothing else.
@Suite struct EditedHardwareTests {
    /// One ADC fewer bits: its figures follow the model, and every other component and crossbar is as it was.
    @Test(arguments: [("isaac", "isaac-adc"), ("puma", "adc-8b")])
    func anADCsResolutionChangesThatADCAlone(_ file: String, _ id: String) throws {
        let reader = ArchitectureReader()
        let document = try reader.document(ShippedFiles().resolve(file, in: "hardware"))
        let before = try reader.read(document: document)
        let after = try reader.read(document: document.setting(path: "component[@id='\(id)']/@resolution", value: "6"))

        let old = try #require(before.components.first { $0.id == id })
        let new = try #require(after.components.first { $0.id == id })
        let (oldAction, newAction) = (try #require(old.action(.convert)), try #require(new.action(.convert)))
        #expect((old.resolution, new.resolution) == (8, 6))
        // A SAR ADC: time and power go with the bits, energy with their square, area stays.
        #expect(newAction.time.isWithin(1e-12, of: oldAction.time * (6.0 / 8)))
        #expect(newAction.energy.isWithin(1e-12, of: oldAction.energy * (36.0 / 64)))
        #expect(new.leakage.isWithin(1e-12, of: old.leakage * (6.0 / 8)))
        #expect(new.area == old.area)

        #expect(before.components.filter { $0.id != id } == after.components.filter { $0.id != id })
        for (one, other) in zip(before.crossbars, after.crossbars) {
            if one.adc.component.id == id {
                #expect(other.adc.component == new)
                var restored = other
                restored.adc.component = old
                #expect(restored == one)
            } else {
                #expect(one == other)
            }
        }
        var restored = after
        restored.components = before.components
        restored.crossbars = before.crossbars
        #expect(restored == before)
    }

    @Test func aWrongValueIsToldAtThePlaceInTheFile() throws {
        let reader = ArchitectureReader()
        let path = try ShippedFiles().resolve("puma", in: "hardware")
        let document = try reader.document(path)
        for (attribute, value, said) in [
            ("crossbar[@id='x128']/@rows", "0", "rows is '0'; a whole number from 1 to 65536 is wanted"),
            ("component[@id='adc-8b']/@resolution", "64", "resolution is '64'; a whole number from 1 to 32 is wanted"),
            ("hardware/@clock", "fast", "'fast' does not start with a number; a frequency is wanted, such as '1 GHz'"),
            (
                "level[@name='tile']/@count", "none",
                "count is 'none'; a whole number from 1 to 1000000000 or 'as-needed' is wanted"
            ),
        ] {
            let place = try document.attribute(at: attribute).valueLocation
            let edited = try document.setting(path: attribute, value: value)
            let error = #expect(throws: InvalidInput.self) { try reader.read(document: edited) }
            #expect(error?.diagnostics.first.map { "\($0.location): \($0.message); \($0.hint)" } == "\(place): \(said)")
        }
    }

    @Test func filesKeepTheirHashes() throws {
        let puma = try shipped("puma")
        #expect(
            puma.files.map { String($0.path.split(separator: "/").last!) } == ["puma.xml", "puma-32nm.xml", "dram.xml"])
        #expect(puma.files.allSatisfy { $0.sha256.count == 64 })
        #expect(try shipped("homogeneous-32").files[1] == puma.files[1])
    }
}
