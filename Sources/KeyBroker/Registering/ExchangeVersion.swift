/// The two versions of the exchange.
package enum ExchangeVersion: String, Sendable, Hashable, CaseIterable {
    /// Says only that the key was published.
    case one = "v1"
    /// Says which gateway to go to.
    case two = "v2"
}
