/** What all sessions of a node share, and do not own. */
@NullMarked
package io.tertulia.session.shared;

import org.jspecify.annotations.NullMarked;
