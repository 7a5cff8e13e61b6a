/**
 * Tokens of identity providers: whose they are, whether they are good, and who somebody is by them.
 * It knows no door; any thread, and nothing here waits for the network on the thread that asks.
 */
@NullMarked
package io.tertulia.security.token;

import org.jspecify.annotations.NullMarked;
