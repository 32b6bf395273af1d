import Quantities

extension CrossbarCircuit {
    /// The circuit as an ngspice netlist that prints the output currents of one input, `i(vout0)` first.
    ///
    /// Nodes on either side of a 0 Ω wire are one node there, and open cells are left out, as ngspice
    /// puts a small resistance in place of 0 Ω. Tolerances are tight enough for twelve digits.
    /// Throws when the number of voltages is not that of the rows.
    public func spiceNetlist(_ voltages: [Voltage]) throws(CircuitError) -> String {
        guard voltages.count == rows else {
            throw CircuitError("\(voltages.count) voltages for a crossbar of \(rows) rows", remedy: "give one per row")
        }
        var lines = ["* \(rows)x\(columns) crossbar"]
        for i in 0..<rows {
            lines.append("Vin\(i) in\(i) 0 \(voltages[i].si)")
            for j in 0..<columns {
                let before = j == 0 ? "in\(i)" : wordNode(i, j - 1)
                let resistance = j == 0 ? wires.source.si : wires.row.si
                if resistance > 0 { lines.append("Rw\(i)_\(j) \(before) \(wordNode(i, j)) \(resistance)") }
                lines += cell(i, j)
                let after = i == rows - 1 ? "out\(j)" : bitNode(i + 1, j)
                let below = i == rows - 1 ? wires.sink.si : wires.column.si
                if below > 0 { lines.append("Rb\(i)_\(j) \(bitNode(i, j)) \(after) \(below)") }
            }
        }
        for j in 0..<columns { lines.append("Vout\(j) out\(j) 0 0") }
        if let drive = law.gateDrive, let channel = Channel(law) {
            lines.append("Vgate gate 0 \(drive.voltage.si)")
            // Without junctions, body effect and overlaps: the channel alone.
            lines.append(
                ".model access nmos(level=1 vto=\(drive.threshold.si) kp=\(channel.transconductance) lambda=\(channel.modulation) gamma=0 is=1e-40)"
            )
        }
        lines.append(".options reltol=1e-12 abstol=1e-20 vntol=1e-15 gmin=1e-25 itl1=1000")
        lines += [".control", "set numdgt=16", "op"]
        lines += (0..<columns).map { "print i(vout\($0))" }
        lines += ["quit", ".endc", ".end", ""]
        return lines.joined(separator: "\n")
    }

    private func wordNode(_ i: Int, _ j: Int) -> String {
        if wires.row.si > 0, j > 0 { return "w\(i)_\(j)" }
        return wires.source.si > 0 ? "w\(i)_0" : "in\(i)"
    }

    private func bitNode(_ i: Int, _ j: Int) -> String {
        if wires.column.si > 0, i < rows - 1 { return "b\(i)_\(j)" }
        return wires.sink.si > 0 ? "b\(rows - 1)_\(j)" : "out\(j)"
    }

    private func cell(_ i: Int, _ j: Int) -> [String] {
        let g = conductances[i, j].si
        guard g > 0 else { return [] }
        var word = wordNode(i, j)
        var lines: [String] = []
        var bit = bitNode(i, j)
        if law.gateDrive != nil {
            lines.append("Ma\(i)_\(j) m\(i)_\(j) gate \(bit) 0 access w=1u l=1u")
            bit = "m\(i)_\(j)"
        } else if law.accessResistance.si > 0 {
            lines.append("Ra\(i)_\(j) \(word) m\(i)_\(j) \(law.accessResistance.si)")
            word = "m\(i)_\(j)"
        }
        if let scale = law.nonlinearity?.si {
            lines.append("Bc\(i)_\(j) \(word) \(bit) i=\(g * scale)*sinh(v(\(word),\(bit))/\(scale))")
        } else {
            lines.append("Rc\(i)_\(j) \(word) \(bit) \(1 / g)")
        }
        return lines
    }
}
