/** Keeps out who was revoked or banned, whatever else lets people in. Any thread. */
@NullMarked
package io.tertulia.security.revocation;

import org.jspecify.annotations.NullMarked;
