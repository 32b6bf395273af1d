/// Something that serves one request at a time, and that several stages may ask: a part of a level, or converters that
/// several crossbars share.
struct Server: Sendable {
    /// What a stage's work at an instance follows from.
    enum Work: Sendable {
        /// From the crossbars that the stage has there, and from the instances over which its digital work is spread.
        case part
        /// From the crossbars alone; its time is part of that of a read.
        case converter
        /// From the inputs that take turns at a set of DACs.
        case dacSet
    }

    /// Index in the ``ItemIndex``.
    let item: Int
    /// Crossbars of the path's kind beside one instance; `Int.max` where the chip has one instance.
    let capacity: Int
    /// Components of one instance that work at once.
    let units: Double
    let work: Work
}

/// Time that one stage's work takes at the instances of one server, were there one unit, s.
///
/// A server's work is laid down in memory as four numbers for each server of a path: ``Float64`` for those who look up
/// millions of designs. `prompt` is the work that waits for nothing but the stage's own layer, `late` that of digital
/// layers behind a join. Either is spread by crossbars, or evenly over the instances that the stage touches. At a set
/// of DACs the four are the time of one input, the crossbars of one input, the most inputs that a set has, and 0.
struct ServerWork {
    static let count = 4
    static let promptByCrossbars = 0, promptEvenly = 1, lateByCrossbars = 2, lateEvenly = 3
    static let inputTime = 0, inputCrossbars = 1, mostInputs = 2
}

/// The instances of one capacity that a stage's crossbars lie in: they fill up the last instance of the stages before.
struct InstanceRun {
    /// Crossbars of the stage in its first and in its last instance.
    let inFirst: Int
    let inLast: Int
    /// Instances from the first to the last.
    let count: Int
    /// Whether stages before have crossbars in the first one.
    let continues: Bool

    @inline(__always)
    init(from offset: Int, _ crossbars: Int, capacity: Int) {
        // One instance that holds everything: no division.
        guard capacity < .max else {
            (inFirst, inLast, count, continues) = (crossbars, crossbars, 1, true)
            return
        }
        let used = offset % capacity
        continues = used > 0
        let room = capacity - used
        if crossbars <= room {
            (inFirst, inLast, count) = (crossbars, crossbars, 1)
        } else {
            inFirst = room
            let rest = (crossbars - room - 1) / capacity
            count = rest + 2
            inLast = crossbars - room - rest * capacity
        }
    }
}

extension Server {
    /// Time that the server is busy for a stage at an instance with so many of its crossbars, s.
    ///
    /// - Parameters:
    ///   - work: the stage's four numbers for this server.
    ///   - perCrossbar: 1/(crossbars of the stage).
    ///   - perInstance: 1/(instances that it touches).
    @inline(__always)
    func prompt(_ work: UnsafePointer<Double>, _ crossbars: Int, perCrossbar: Double, perInstance: Double) -> Double {
        switch self.work {
        case .part, .converter:
            return
                (work[ServerWork.promptByCrossbars] * Double(crossbars) * perCrossbar + work[ServerWork.promptEvenly]
                * perInstance) / units
        case .dacSet:
            let inputs = (Double(crossbars) / work[ServerWork.inputCrossbars]).rounded(.up)
            return work[ServerWork.inputTime] * min(work[ServerWork.mostInputs], (inputs / units).rounded(.up))
        }
    }

    /// The same for what waits for a join.
    @inline(__always)
    func late(_ work: UnsafePointer<Double>, _ crossbars: Int, perCrossbar: Double, perInstance: Double) -> Double {
        self.work == .dacSet
            ? 0
            : (work[ServerWork.lateByCrossbars] * Double(crossbars) * perCrossbar + work[ServerWork.lateEvenly]
                * perInstance) / units
    }
}
