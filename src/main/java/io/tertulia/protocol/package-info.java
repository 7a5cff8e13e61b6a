/**
 * The words on the wire: commands in, events out, as sealed records, with their codes, shapes and
 * sizes.
 *
 * <p>Comes in: characters and bytes of strangers. Goes out: records that hold what their type says,
 * or a refusal as a value. Pure functions, any thread. {@code src/docs/protocol.md} is the
 * normative text.
 */
@NullMarked
package io.tertulia.protocol;

import org.jspecify.annotations.NullMarked;
