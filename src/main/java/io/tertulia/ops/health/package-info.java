/**
 * Whether a node lives, is ready and has started, in words: {@code /q/health} on the management
 * port. Each check is asked on a worker thread, never on the event loop that it judges.
 */
@NullMarked
package io.tertulia.ops.health;

import org.jspecify.annotations.NullMarked;
