package io.tertulia.docs;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same examples with the packaged application. */
@QuarkusIntegrationTest
class ProtocolDocumentIT extends ProtocolDocumentTest {}
