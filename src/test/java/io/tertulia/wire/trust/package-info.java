/** How people with tokens get through the doors of a whole node. */
@NullMarked
package io.tertulia.wire.trust;

import org.jspecify.annotations.NullMarked;
