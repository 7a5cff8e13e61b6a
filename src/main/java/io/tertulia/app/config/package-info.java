/** The settings of a node: which there are, and whether they make sense. */
@NullMarked
package io.tertulia.app.config;

import org.jspecify.annotations.NullMarked;
