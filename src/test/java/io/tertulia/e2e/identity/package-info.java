/** A real identity provider, and people who sign in with its tokens. */
@NullMarked
package io.tertulia.e2e.identity;

import org.jspecify.annotations.NullMarked;
