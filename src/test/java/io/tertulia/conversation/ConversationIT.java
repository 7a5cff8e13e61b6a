package io.tertulia.conversation;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same conversation with the packaged application. */
@QuarkusIntegrationTest
class ConversationIT extends ConversationTest {}
