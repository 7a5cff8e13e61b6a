package io.tertulia.wire.tls;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same with the packaged application. */
@QuarkusIntegrationTest
class TlsIT extends TlsTest {}
