/// A limit for each of many: so many at once, and as many again in each minute.
package struct TokenBuckets<Subject: Hashable & Sendable>: Sendable {
    private struct Bucket {
        var tokens: Double
        /// When `tokens` was right, in seconds.
        var filledAt: Double
    }

    /// Tokens of a full bucket.
    private let perMinute: Double
    /// Buckets of a generation.
    ///
    /// A bucket that wasn't touched in two of them is dropped, which fills it.
    private let capacity: Int
    private var recent: [Subject: Bucket] = [:]
    private var older: [Subject: Bucket] = [:]

    /// - Parameters:
    ///   - perMinute: how much is allowed in a minute, and at once.
    ///   - capacity: how many are remembered, up to twice as many.
    package init(perMinute: Int, capacity: Int) {
        self.perMinute = Double(perMinute)
        self.capacity = max(capacity, 1)
    }

    package var count: Int { recent.count + older.count }

    /// Takes one token.
    ///
    /// - Parameters:
    ///   - subject: whose bucket.
    ///   - now: time since any moment, always the same one, on a clock that doesn't jump.
    /// - Returns: nil if there was one, else whole seconds until there will be.
    package mutating func take(_ subject: Subject, now: Duration) -> Int? {
        let now = now / .seconds(1)
        var bucket = recent[subject] ?? older[subject] ?? Bucket(tokens: perMinute, filledAt: now)
        bucket.tokens = min(perMinute, bucket.tokens + max(now - bucket.filledAt, 0) * perMinute / 60)
        bucket.filledAt = now
        let isAllowed = bucket.tokens >= 1
        if isAllowed { bucket.tokens -= 1 }
        if recent[subject] == nil, recent.count >= capacity {
            older = recent
            recent = [:]
        }
        recent[subject] = bucket
        return isAllowed ? nil : max(1, Int(((1 - bucket.tokens) * 60 / perMinute).rounded(.up)))
    }
}
