/** What the documents say, held against the real thing. */
@NullMarked
package io.tertulia.docs;

import org.jspecify.annotations.NullMarked;
