/** What can be asked of a room without being in it. Any thread. */
@NullMarked
package io.tertulia.session.operations;

import org.jspecify.annotations.NullMarked;
