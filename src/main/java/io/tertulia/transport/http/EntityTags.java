package io.tertulia.transport.http;

import io.quarkus.runtime.LaunchMode;
import io.tertulia.room.Sha256;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Has a browser ask each time whether a file of the page has changed, and tells it by a hash of the
 * content when it has not (RFC 9110 §8.8.3). No file here is named by its content, so an old one
 * beside a new server would be a page that breaks; and times of change say nothing, because two
 * builds of one content have different ones, and two contents may have one.
 */
@Singleton
final class EntityTags {
  /** Behind the routes that look at the address, before those that serve files. */
  private static final int BEFORE_FILES = -900_000;

  private static final int TAG_BYTES = 12;
  private static final int NOT_MODIFIED = 304;
  private static final String FOLDER = "META-INF/resources";
  private static final Pattern FILE = Pattern.compile("(/[A-Za-z0-9_-]+)+(\\.[A-Za-z0-9]+)+");

  /** By path; only of files that there are, so there are not more than these. Any thread. */
  private final ConcurrentHashMap<String, String> tags = new ConcurrentHashMap<>();

  void register(@Observes Router router) {
    router.route().order(BEFORE_FILES).handler(this::tag);
  }

  private void tag(RoutingContext context) {
    HttpServerRequest request = context.request();
    boolean reads =
        HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
    String tag = reads ? tag(context.normalizedPath()) : null;
    if (tag != null) {
      context.response().putHeader(HttpHeaders.ETAG, tag);
      context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
      if (has(request, tag)) {
        context.response().setStatusCode(NOT_MODIFIED).end();
        return;
      }
    }
    context.next();
  }

  private @Nullable String tag(String path) {
    String file = path.equals("/") ? "/index.html" : path;
    if (!FILE.matcher(file).matches()) {
      return null;
    }
    String known = tags.get(file);
    if (known != null && LaunchMode.current() != LaunchMode.DEVELOPMENT) {
      return known;
    }
    String tag = read(file);
    if (tag != null) {
      tags.put(file, tag);
    }
    return tag;
  }

  /** Null when there is no such file. */
  private static @Nullable String read(String file) {
    ClassLoader files = Thread.currentThread().getContextClassLoader();
    try (InputStream in = files.getResourceAsStream(FOLDER + file)) {
      return in == null ? null : hash(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("a file of the page cannot be read", e);
    }
  }

  private static String hash(byte[] content) {
    byte[] hash = Arrays.copyOf(Sha256.of(content), TAG_BYTES);
    return '"' + Base64.getUrlEncoder().encodeToString(hash) + '"';
  }

  /**
   * Whether the client has this very content; tags that a proxy weakened count (RFC 9110 §13.1.2).
   */
  private static boolean has(HttpServerRequest request, String tag) {
    return request.headers().getAll(HttpHeaders.IF_NONE_MATCH).stream()
        .flatMap(value -> Stream.of(value.split(",")))
        .map(String::strip)
        .anyMatch(given -> given.equals("*") || given.equals(tag) || given.equals("W/" + tag));
  }
}
