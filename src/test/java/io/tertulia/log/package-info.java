/** What the code under test writes in its log. */
@NullMarked
package io.tertulia.log;

import org.jspecify.annotations.NullMarked;
