/** What people have of the rooms, in the memory of a node that stands alone. Any thread. */
@NullMarked
package io.tertulia.room.mine.memory;

import org.jspecify.annotations.NullMarked;
