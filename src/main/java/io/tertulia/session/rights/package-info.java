/**
 * How every door asks what somebody may do, and how it says no. Knows {@code room.access.Access}
 * and the words of the protocol, no client.
 */
@NullMarked
package io.tertulia.session.rights;

import org.jspecify.annotations.NullMarked;
