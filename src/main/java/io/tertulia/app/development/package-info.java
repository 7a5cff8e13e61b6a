/**
 * An issuer of tokens for a machine of one's own, where there is no identity provider: whoever may
 * read the file of its secret is whoever they like.
 */
@NullMarked
package io.tertulia.app.development;

import org.jspecify.annotations.NullMarked;
