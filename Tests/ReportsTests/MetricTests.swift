import Reports
import Testing

@Suite struct MetricTests {
    @Test func keysCarryTheirUnits() {
        #expect(
            Metric.all.map(\.key) == [
                "dynamic_energy_J", "leakage_energy_J", "energy_J", "delay_s", "latency_s", "interval_s", "area_mm2",
                "io_area_mm2",
                "total_area_mm2", "power_W", "leakage_W", "edp_Js", "edap_Jsmm2", "tops", "tops_per_W", "tops_per_mm2",
                "peak_tops",
                "peak_tops_per_W", "peak_tops_per_mm2", "share_of_peak", "utilisation",
            ])
    }

    @Test func namesAreTheKeysWithoutUnit() {
        #expect(
            Metric.all.map(\.name) == [
                "dynamic-energy", "leakage-energy", "energy", "delay", "latency", "interval", "area", "io-area",
                "total-area", "power",
                "leakage", "edp", "edap", "tops", "tops-per-w", "tops-per-mm2", "peak-tops", "peak-tops-per-w",
                "peak-tops-per-mm2",
                "share-of-peak", "utilisation",
            ])
        for metric in Metric.all {
            #expect(Metric.named(metric.name) == metric)
            #expect(Metric.named(metric.key) == metric)
        }
        #expect(Metric.named("EDAP") == .edap)
        #expect(Metric.named("speed") == nil)
    }

    @Test func theBestIsTheLeastEnergyAndTheMostThroughput() {
        #expect(Metric.energy.best(of: [3, 1, 2, .nan]) == 1)
        #expect(Metric.tops.best(of: [3, 1, 2]) == 3)
        #expect(Metric.tops.best(of: [.nan]) == nil)
    }

    @Test func aColumnSharesOnePrefix() {
        let scale = ColumnScale(of: [1.25e-5, 8.02e-6, 0], metric: .energy)
        #expect(scale.unit == "µJ")
        #expect([1.25e-5, 8.02e-6, 0].map(scale.text) == ["12.5", "8.02", "0"])
        #expect(ColumnScale(of: [0.423], metric: .utilisation).text(0.423) == "42.3")
        #expect(ColumnScale(of: [6.8e-9, 1.2e-9], metric: .edap).unit == "nJ·s·mm²")
        #expect(ColumnScale(of: [0.004], metric: .area).unit == "mm²")
        #expect(ColumnScale(of: [], metric: .delay).unit == "s")
    }
}
