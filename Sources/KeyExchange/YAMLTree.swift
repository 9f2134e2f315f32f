/// A YAML document as it is written: scalars are text, whatever they look like.
indirect enum YAMLTree: Sendable {
    /// `isPlain`: without quotes, so that it may be a number or a truth value.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLTree])
    /// In the file's order.
    case mapping([(key: String, value: YAMLTree)])
}
