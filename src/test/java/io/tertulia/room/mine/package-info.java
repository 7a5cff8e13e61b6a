/** Every place for what people have of the rooms does the same. */
@NullMarked
package io.tertulia.room.mine;

import org.jspecify.annotations.NullMarked;
