/**
 * One client's way through one room: from a cursor to live, behind and live again, whatever door it
 * came in by. A door gives a {@code Sink}, which is all that is known of it here. On the client's
 * loop only.
 */
@NullMarked
package io.tertulia.session.subscription;

import org.jspecify.annotations.NullMarked;
