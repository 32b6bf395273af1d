/// The work a component does at its place in the hierarchy.
///
/// Storage and transport (`inputRegister`, `outputRegister`, `buffer`, `bus`, `router`,
/// `receiveBuffer`)
/// at every level between the chip and a crossbar carry that crossbar's traffic.
/// Arithmetic (`adder`, `vector`, `activation`, `pooling`) is done by the unit nearest to the crossbar.
public enum Role: String, Sendable, Hashable, CaseIterable {
    /// Holds the inputs of an MVM while they are streamed into the DACs.
    case inputRegister = "input-register"
    /// Holds the results of an MVM.
    case outputRegister = "output-register"
    /// Holds feature maps.
    case buffer
    /// Moves data between a buffer and the level below.
    case bus
    /// Moves data between instances of the level it is in.
    case router
    /// Takes in what arrives over the routers.
    case receiveBuffer = "receive-buffer"
    /// Moves data on and off the chip.
    case link
    /// Holds, beyond the chip, what no buffer on it has room for.
    case offChipMemory = "off-chip-memory"
    /// Adds partial sums.
    case adder
    /// Does element-wise arithmetic, and whatever no special unit does.
    case vector
    /// Evaluates non-linear functions.
    case activation
    /// Compares or averages for pooling.
    case pooling
    /// Runs in every clock cycle in which its level works.
    case control
    /// Holds instructions; read `accesses-per-mvm` times for each MVM.
    case instructions
    /// Counts in area and power alone.
    case passive

    /// The kinds of component that can do this work.
    public var kinds: [ComponentKind] {
        switch self {
        case .inputRegister, .outputRegister: [.register, .memory]
        case .buffer, .receiveBuffer, .instructions: [.memory, .register]
        case .bus: [.bus]
        case .router: [.router]
        case .link: [.link]
        case .offChipMemory: [.dram]
        case .adder: [.shiftAndAdd, .alu]
        case .vector: [.alu]
        case .activation: [.activation, .alu]
        case .pooling: [.pooling, .alu]
        case .control: [.control]
        case .passive: ComponentKind.allCases
        }
    }

    /// The actions that the cost model counts of this work; a component that does it has to state them.
    public var actions: [ActionName] {
        switch self {
        case .inputRegister, .outputRegister, .buffer, .receiveBuffer, .offChipMemory: [.read, .write]
        case .instructions: [.read]
        case .bus, .link: [.transfer]
        case .router: [.hop]
        case .adder, .vector, .activation, .pooling: [.operate]
        case .control: [.cycle]
        case .passive: []
        }
    }
}
