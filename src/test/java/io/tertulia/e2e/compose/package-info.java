/**
 * The compose file as it stands, brought up by the real Docker Compose on a real Docker Engine,
 * with local stand-ins for the public images; people chat through the real Traefik.
 */
@NullMarked
package io.tertulia.e2e.compose;

import org.jspecify.annotations.NullMarked;
