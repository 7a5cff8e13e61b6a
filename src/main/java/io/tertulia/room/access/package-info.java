/** Who comes in, and what somebody may do where: the ports of {@code room} that decide it. */
@NullMarked
package io.tertulia.room.access;

import org.jspecify.annotations.NullMarked;
