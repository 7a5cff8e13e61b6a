/** What administrators do to people, whatever room they are in. Knows no session. */
@NullMarked
package io.tertulia.session.house;

import org.jspecify.annotations.NullMarked;
