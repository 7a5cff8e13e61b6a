/** What is done to rooms and to people in them, and the judge of who may do it to whom. */
@NullMarked
package io.tertulia.room.members.acts;

import org.jspecify.annotations.NullMarked;
