/** What may be done to a message that was said before. Pure values; knows nothing of ours. */
@NullMarked
package io.tertulia.room.amendment;

import org.jspecify.annotations.NullMarked;
