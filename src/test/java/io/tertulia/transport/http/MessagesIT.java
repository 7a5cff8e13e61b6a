package io.tertulia.transport.http;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same with the packaged application. */
@QuarkusIntegrationTest
class MessagesIT extends MessagesTest {}
