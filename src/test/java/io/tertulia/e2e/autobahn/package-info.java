/**
 * The Autobahn suite, which tries what RFC 6455 says case by case, against an echo in this process.
 */
@NullMarked
package io.tertulia.e2e.autobahn;

import org.jspecify.annotations.NullMarked;
