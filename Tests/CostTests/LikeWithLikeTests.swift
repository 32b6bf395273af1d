import Hardware
import Mapping
import Quantities
import Testing

@testable import Cost

/// Chips that compute the same in the same order are priced alike.
@Suite struct LikeWithLikeTests {
    /// ISAAC's parts and PUMA's are of one origin: at work together, as both papers run them, their energies are near
    /// each other. Layer by layer PUMA's shared DACs take turns, for which all of the chip leaks.
    @Test(arguments: ["pipelined-8b", "isaac-16b", "puma-16b"])
    func isaacAndPumaTakeLikeEnergyInOneMapping(_ mapping: String) throws {
        let fixture = try Fixture()
        let isaac = try fixture.evaluate("isaac", "resnet20", mapping).figures,
            puma = try fixture.evaluate("puma", "resnet20", mapping).figures
        #expect((1 / 1.5...1.5).contains(puma.energy / isaac.energy), "\(isaac.energy) and \(puma.energy)")
    }

    /// Dynamic and leaked energy make up the whole, of the chip and of each of its parts.
    @Test func dynamicAndLeakedEnergyMakeUpTheWhole() throws {
        let evaluation = try Fixture().evaluate("isaac", "resnet20")
        let figures = evaluation.figures
        #expect(figures.dynamicEnergy > .zero && figures.leakageEnergy > .zero)
        #expect(figures.leakageEnergy.si.isNear((figures.leakage * figures.delay).si, within: 1e-12))
        for cut in [evaluation.breakdown.byComponent, evaluation.breakdown.byLayer, evaluation.breakdown.byLevel] {
            #expect(cut.dynamicEnergy.si.isNear(figures.dynamicEnergy.si, within: 1e-12))
            #expect(cut.leakageEnergy.si.isNear(figures.leakageEnergy.si, within: 1e-12))
        }
        // Layer by layer and component by component: a component's layers are the component.
        for component in evaluation.breakdown.byComponent.children {
            let ofLayers = evaluation.breakdown.byLayer.children.flatMap(\.children).filter {
                $0.name == component.name
            }
            #expect(
                ofLayers.map(\.dynamicEnergy.si).reduce(0, +).isNear(component.dynamicEnergy.si, within: 1e-12),
                "\(component.name)")
            #expect(
                ofLayers.map(\.leakageEnergy.si).reduce(0, +).isNear(component.leakageEnergy.si, within: 1e-12),
                "\(component.name)")
            #expect(ofLayers.map(\.area.si).reduce(0, +).isNear(component.area.si, within: 1e-12), "\(component.name)")
        }
    }

    /// The link is no part of the core: its bits count always, its silicon and leakage on request.
    @Test func theLinkIsCountedApart() throws {
        let fixture = try Fixture()
        let architecture = try fixture.architecture("puma")
        let network = try Fixture.resNet20(), mapping = try fixture.mapping("default")
        let core = try CostModel(architecture).evaluate(network, mapping, mappers: fixture.mappers).figures
        let all = try CostModel(architecture, withIO: true).evaluate(network, mapping, mappers: fixture.mappers).figures
        #expect(core.ioArea.si.isNear(22.88e-6, within: 1e-12) && all.ioArea == core.ioArea)
        #expect(all.area.si.isNear(core.area.si, within: 1e-12))
        #expect(all.countedArea.si.isNear((core.area + core.ioArea).si, within: 1e-12) && core.countedArea == core.area)
        #expect(all.dynamicEnergy == core.dynamicEnergy && all.delay == core.delay)
        // A tenth of the 10.4 W is assumed to leak.
        #expect((all.leakage - core.leakage).si.isNear(1.04, within: 1e-9))
    }

    /// A transfer that is not full takes the energy of the bits in it: the network's input and output, of 8 bits each.
    @Test func theLinkIsPricedByTheBitsThatCross() throws {
        for (chip, link) in [("isaac", "isaac-hypertransport"), ("puma", "hypertransport")] {
            let evaluation = try Fixture().evaluate(chip, "resnet20")
            let node = try #require(
                evaluation.breakdown.byComponent.children.first { $0.name == "I/O" }?.children.first { $0.name == link }
            )
            // 10.4 W during 1.25 ns for 256 bits, a tenth of it assumed to leak.
            let bit = 0.9 * 10.4 * 1.25e-9 / 256
            #expect(node.dynamicEnergy.si.isNear(Double((3 * 32 * 32 + 10) * 8) * bit, within: 1e-12), "\(chip)")
        }
    }

    /// What is unknown is told, and is no part of the sum; an assumption makes it known.
    @Test func leakageThatIsUnknownIsTold() throws {
        let fixture = try Fixture()
        let document = try ArchitectureReader().document(fixture.shipped.path("hardware/puma.xml"))
        let architecture = try ArchitectureReader().read(
            document: document.setting(path: "component[@id='edram-64k']/@leakage", value: "unknown"))
        // The library assumes it: taken out, it is unknown.
        #expect(
            try #require(architecture.components.first { $0.id == "edram-64k" }).leakage.si.isNear(
                0.86e-3, within: 1e-12))
        var bare = architecture
        bare.root = bare.root.forgettingAssumptions
        let network = try Fixture.resNet20(), mapping = try fixture.mapping("default")
        let unknown = try CostModel(bare).evaluate(network, mapping, mappers: fixture.mappers)
        #expect(!unknown.figures.isLeakageKnown)
        #expect(
            unknown.warnings.contains {
                if case .unknownLeakage(let parts) = $0 { parts.contains("edram-64k") } else { false }
            })
        // What it is a part of is not known either; the rest is.
        let parts = unknown.breakdown.byComponent
        #expect(
            !parts.isLeakageKnown && !unknown.breakdown.byLayer.isLeakageKnown
                && !unknown.breakdown.byLevel.isLeakageKnown)
        #expect(parts.children.first { $0.name == "buffers" }?.isLeakageKnown == false)
        #expect(parts.children.first { $0.name == "ADCs" }?.isLeakageKnown == true)
        let assumed = bare.assumingLeakage(0.1, reason: "a test")
        let known = try CostModel(assumed).evaluate(network, mapping, mappers: fixture.mappers).figures
        #expect(
            known.isLeakageKnown && known.leakageEnergy > unknown.figures.leakageEnergy
                && known.dynamicEnergy < unknown.figures.dynamicEnergy)
    }

    /// ADCs that are switched off while none of their layers works leak their gated figure for the rest of the time.
    @Test func aPartWithoutWorkLeaksItsGatedFigure() throws {
        let fixture = try Fixture()
        let document = try ArchitectureReader().document(fixture.shipped.path("hardware/homogeneous-64.xml"))
        let network = try Fixture.resNet20(), mapping = try fixture.mapping("differential-8b")
        let always = try fixture.evaluate(ArchitectureReader().read(document: document), network, mapping)
        func gated(_ figure: String, wake: String? = nil) throws -> Evaluation {
            var components = try ArchitectureReader().read(document: document)
            for index in components.crossbars.indices {
                components.crossbars[index].adc.component.gatedLeakage = try Power(parsing: figure)
                if let wake { components.crossbars[index].adc.component.wakeEnergy = try Energy(parsing: wake) }
            }
            return try fixture.evaluate(components, network, mapping)
        }
        let off = try gated("0 W"), half = try gated("0.1 mW"), woken = try gated("0 W", wake: "1 nJ")
        #expect(
            off.figures.leakageEnergy < half.figures.leakageEnergy
                && half.figures.leakageEnergy < always.figures.leakageEnergy)
        #expect(off.figures.dynamicEnergy == always.figures.dynamicEnergy && off.figures.area == always.figures.area)
        // By hand: an ADC a crossbar, 0.2 mW of 8 bits, on while its layer works.
        let on = zip(off.layers, always.layers).map { layer, _ in Double(layer.crossbars) * 0.2e-3 * layer.delay.si }
            .reduce(0, +)
        let adcs = try #require(off.breakdown.byComponent.children.first { $0.name == "ADCs" })
        #expect(adcs.leakageEnergy.si.isNear(on, within: 1e-9))
        // Once a layer and ADC.
        let crossbars = Double(off.layers.map(\.crossbars).reduce(0, +))
        #expect((woken.figures.leakageEnergy - off.figures.leakageEnergy).si.isNear(crossbars * 1e-9, within: 1e-9))
        for evaluation in [off, half, woken] {
            for cut in [evaluation.breakdown.byComponent, evaluation.breakdown.byLayer, evaluation.breakdown.byLevel] {
                #expect(cut.leakageEnergy.si.isNear(evaluation.figures.leakageEnergy.si, within: 1e-12))
            }
        }
    }

    /// A read energy that is far from the device's conductances is told; shipped files have none.
    @Test(arguments: ["isaac", "puma", "nax-heterogeneous", "homogeneous-16", "homogeneous-64", "homogeneous-256"])
    func shippedDevicesAgreeWithTheEnergyOfTheirReads(_ hardware: String) throws {
        let fixture = try Fixture()
        for kind in try fixture.architecture(hardware).crossbars {
            #expect((1.0 / 3...3).contains(try #require(kind.readEnergyRatio)), "\(kind.id)")
        }
        let document = try ArchitectureReader().document(fixture.shipped.path("hardware/isaac.xml"))
        let hot = try ArchitectureReader().read(
            document: document.setting(path: "device[@id='rram-2bit-isaac']/@on-resistance", value: "2 kΩ"))
        let warnings = try fixture.evaluate(hot, Fixture.resNet20(), fixture.mapping("default")).warnings
        #expect(
            warnings.contains {
                if case .readEnergy(_, "rram-2bit-isaac", let ratio) = $0 { ratio > 30 } else { false }
            })
    }

    /// Throughput never passes its peak.
    @Test(arguments: ["isaac", "puma", "nax-heterogeneous", "homogeneous-32"])
    func thePeakIsNotPassed(_ hardware: String) throws {
        for mapping in ["default", "isaac-16b"] {
            let figures = try Fixture().evaluate(
                hardware, "resnet20", hardware == "isaac" || hardware == "puma" ? mapping : "differential-8b"
            ).figures
            #expect(figures.shareOfPeak > 0 && figures.shareOfPeak <= 1)
        }
    }

    /// One cause is one warning, however many layers.
    @Test func anADCOfTooFewBitsIsToldOnce() throws {
        let warnings = try Fixture().evaluate("puma", "resnet20", "default").warnings
        let bits = warnings.filter { if case .resolution = $0 { true } else { false } }
        #expect(bits.count == 1)
        #expect(bits.first?.description.contains("1 bit lost in") == true)
    }
}

extension Level {
    /// Assumed leakage back to unknown.
    fileprivate var forgettingAssumptions: Level {
        var result = self
        for index in parts.indices {
            if case .assumed = parts[index].component.leakageBasis {
                result.parts[index].component.leakageBasis = .unknown
                result.parts[index].component.leakage = .zero
            }
        }
        result.levels = levels.map(\.forgettingAssumptions)
        return result
    }
}
