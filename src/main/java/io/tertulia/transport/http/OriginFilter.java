package io.tertulia.transport.http;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.security.OriginPolicy;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/** Refuses changes that a page of foreign origin asks for in its visitor's name. */
@Provider
public final class OriginFilter implements ContainerRequestFilter {
  private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

  /** Asked for with the first request: filters are made before the configuration is there. */
  private final Instance<OriginPolicy> origins;

  OriginFilter(Instance<OriginPolicy> origins) {
    this.origins = origins;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    boolean allowed =
        HARMLESS.contains(request.getMethod())
            || origins
                .get()
                .allows(request.getHeaderString("Origin"), request.getHeaderString("Host"));
    if (!allowed) {
      request.abortWith(
          Problem.of(
              Event.Error.of(
                  0, ErrorCode.FORBIDDEN, "Pages of this origin may not change anything here.")));
    }
  }
}
