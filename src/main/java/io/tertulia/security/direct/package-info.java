/** What the rooms of two are called. */
@NullMarked
package io.tertulia.security.direct;

import org.jspecify.annotations.NullMarked;
