/**
 * Attacks on a packaged node of their own, on loopback, while two people chat: what came of each is
 * judged by what these two notice and by the memory that the node takes. {@code ./mvnw attack}.
 */
@NullMarked
package io.tertulia.attack;

import org.jspecify.annotations.NullMarked;
