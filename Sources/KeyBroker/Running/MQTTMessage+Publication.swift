package import KeyExchange
package import MQTTClient

extension MQTTMessage {
    package init(_ publication: Publication) {
        self.init(
            topic: publication.topic.name,
            payload: publication.payload,
            quality: publication.isAcknowledged ? .atLeastOnce : .atMostOnce,
            isRetained: publication.isRetained
        )
    }
}
