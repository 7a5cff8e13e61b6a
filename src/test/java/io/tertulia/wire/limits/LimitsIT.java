package io.tertulia.wire.limits;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same with the packaged application. */
@QuarkusIntegrationTest
class LimitsIT extends LimitsTest {}
