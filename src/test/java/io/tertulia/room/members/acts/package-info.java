/** Who may what on whom, for every combination. */
@NullMarked
package io.tertulia.room.members.acts;

import org.jspecify.annotations.NullMarked;
