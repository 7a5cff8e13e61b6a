/**
 * Deadlines, turns, and what else about a session is a matter of time and order alone. On its event
 * loop only.
 */
@NullMarked
package io.tertulia.session.timing;

import org.jspecify.annotations.NullMarked;
