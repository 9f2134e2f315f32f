package import KeyExchange
package import MQTTClient

extension MQTTConnection: Messenger {
    package func publish(_ publication: Publication) throws(NotDelivered) {
        do throws(MQTTError) {
            try publish(MQTTMessage(publication))
        } catch {
            throw NotDelivered("\(error)")
        }
    }

    package func deliver(_ publication: Publication, within limit: Duration) async throws(NotDelivered) {
        do throws(MQTTError) {
            try await deliver(MQTTMessage(publication), within: limit)
        } catch {
            throw NotDelivered("\(error)")
        }
    }
}
