/** The ports of {@code room.access} in the memory of one node. Any thread. */
@NullMarked
package io.tertulia.room.access.memory;

import org.jspecify.annotations.NullMarked;
