/**
 * A WebSocket connection as a trial needs it: thousands of them for little, exact close codes, and
 * ends both polite and rude. One reader each; anybody may write.
 */
@NullMarked
package io.tertulia.trial.wire;

import org.jspecify.annotations.NullMarked;
