import Registration

/// The component models that hardware files can name.
public enum ComponentModels {
    /// Those that come with naxdse.
    ///
    /// An ``ArchitectureReader`` takes another registry, with more in it.
    public static var standard: Registry<any ComponentModel.Type> {
        var models = Registry<any ComponentModel.Type>(of: "component model")
        let all: [any ComponentModel.Type] = [SARConverterModel.self, MemoryModel.self, TechnologyModel.self]
        for model in all {
            do {
                try models.register(model, as: model.name)
            } catch {
                preconditionFailure("\(error)")
            }
        }
        return models
    }
}
