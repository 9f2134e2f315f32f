extension Document {
    /// JSON over several lines with a final newline.
    ///
    /// It is YAML, too; what could be an anchor and its alias there is escaped, and can stand in strings only.
    func json(marksTemplates: Bool = false) -> String {
        value(marksTemplates: marksTemplates).json.replacing("&", with: #"\u0026"#).replacing("*", with: #"\u002a"#)
    }

    private func value(marksTemplates: Bool) -> ReportValue {
        switch self {
        // Ansible's own mark for text that is no template.
        case .text(let text) where marksTemplates && text.looksLikeTemplate: .fields(["__ansible_unsafe": .text(text)])
        case .text(let text): .text(text)
        case .number(let number): .number(number)
        case .decimal(let number): .real(number)
        case .boolean(let boolean): .boolean(boolean)
        case .list(let items): .list(items.map { $0.value(marksTemplates: marksTemplates) })
        case .fields(let fields):
            .fields(
                Dictionary(fields.map { ($0.key, $0.value.value(marksTemplates: marksTemplates)) }) { first, _ in first
                }
            )
        }
    }
}
