import Registration

/// A component model under the name by which hardware files find it.
///
/// ```swift
/// public let plugin = ComponentModelPlugin("my-adc", MyADCModel.self)
/// ```
public struct ComponentModelPlugin: Plugin {
    public let name: String
    public var kind: String { "model" }
    public var summary: String { model.summary }
    let model: any ComponentModel.Type

    public init(_ name: String, _ type: any FigureModel.Type) {
        self.name = name
        model = type
    }

    public init(_ name: String, _ type: any ScalingModel.Type) {
        self.name = name
        model = type
    }

    public var source: String { model.source }
    public var range: String { model.range }
    public var kinds: [ComponentKind] { model.kinds }
    public var parameters: [ModelParameter] { model.parameters }
    /// Whether it scales another component, and has no figures of its own.
    public var needsReference: Bool { model is any ScalingModel.Type }

    /// What the model says of parameters that are written as in a file.
    ///
    /// - Throws: where the model has no figures for them, or scales others' alone.
    public func figures(_ texts: [String: String], kind: ComponentKind) throws(ComponentModelError) -> ModelFigures {
        guard let model = model as? any FigureModel.Type else {
            throw ComponentModelError(
                "'\(name)' scales another component", hint: "name a model that makes figures of parameters")
        }
        return try model.figures(ModelParameters(texts, kind: kind, of: model))
    }
}

/// The models that hardware files may name.
public typealias ComponentModelRegistry = Registry<ComponentModelPlugin>
