/**
 * The JSON of the sub-protocol {@code tertulia.v1.json}: text of strangers to commands, events to
 * bytes. Strict on the way in, no exception gets out. Pure functions, any thread.
 */
@NullMarked
package io.tertulia.protocol.json;

import org.jspecify.annotations.NullMarked;
