/** Rooms that have members, as their people see them. */
@NullMarked
package io.tertulia.session.members;

import org.jspecify.annotations.NullMarked;
