/** What grows on a node that stands alone. Any thread. */
@NullMarked
package io.tertulia.room.growing.memory;

import org.jspecify.annotations.NullMarked;
