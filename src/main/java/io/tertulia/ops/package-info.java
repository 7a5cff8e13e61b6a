/** What operators see: health, measures, the orderly end. Nothing imports it. */
@NullMarked
package io.tertulia.ops;

import org.jspecify.annotations.NullMarked;
