package io.tertulia.wire;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same with the packaged application. */
@QuarkusIntegrationTest
class HandshakeIT extends HandshakeTest {}
