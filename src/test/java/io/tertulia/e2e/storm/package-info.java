/** Many light-weight clients at once, through Traefik, that are lost in ways that real ones are. */
@NullMarked
package io.tertulia.e2e.storm;

import org.jspecify.annotations.NullMarked;
