/** How many rooms with rules somebody began: counted beside the rooms, by the person. */
@NullMarked
package io.tertulia.room.members.own;

import org.jspecify.annotations.NullMarked;
