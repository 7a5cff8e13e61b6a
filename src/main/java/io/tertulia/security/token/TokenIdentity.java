package io.tertulia.security.token;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who somebody is by a token.
 *
 * @param id what tells people apart in this chat, whoever issued their tokens
 * @param name what is shown
 * @param roles what the issuer says they are: {@code admin}
 * @param grants roles by pattern of room, as the issuer gives them
 * @param issuedAt milliseconds of the wall clock, 0 when the token does not say
 * @param expiresAt milliseconds of the wall clock
 * @param tokenId {@code jti}, by which it can be revoked alone; null for none
 */
public record TokenIdentity(
    String id,
    String name,
    Set<String> roles,
    Map<String, String> grants,
    long issuedAt,
    long expiresAt,
    @Nullable String tokenId) {}
