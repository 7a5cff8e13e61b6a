/** What clients ask about their own rooms. */
@NullMarked
package io.tertulia.session.mine;

import org.jspecify.annotations.NullMarked;
