package io.tertulia.security.token;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a JWK Set over HTTP: so many bytes and no more, no redirects, only what says 200. Any
 * thread; never blocks. Fails with an {@link IOException} that says what was wrong.
 */
public final class KeyFetch {
  /** A thousand keys take a third of it. */
  static final int LONGEST = 1 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Duration patience;

  /** Built, with its thread, when the first asks; null before. Guarded by this. */
  private @Nullable HttpClient client;

  public KeyFetch() {
    this(PATIENCE);
  }

  /**
   * @param patience for a whole answer
   */
  KeyFetch(Duration patience) {
    this.patience = patience;
  }

  /**
   * @param jwks where the set is
   */
  public CompletionStage<String> keys(URI jwks) {
    return get(jwks);
  }

  /**
   * By OpenID Connect Discovery 1.0, 4: the issuer says where its keys are.
   *
   * @param issuer as its tokens have it in {@code iss}; so must the document (4.3)
   * @param at where the document is found, as a rule the same: in a network of containers the
   *     issuer may have another name than people know
   */
  public CompletionStage<String> discovered(String issuer, URI at) {
    String base = at.toString().replaceFirst("/$", "");
    return get(URI.create(base + "/.well-known/openid-configuration"))
        .thenCompose(document -> get(keysOf(issuer, document)));
  }

  private static URI keysOf(String issuer, String document) {
    try {
      var said = JSONObjectUtils.parse(document);
      if (!issuer.equals(said.get("issuer"))) {
        throw failed("its discovery document is of " + said.get("issuer") + ", not of " + issuer);
      }
      URI keys = JSONObjectUtils.getURI(said, "jwks_uri");
      if (keys != null && issuer.startsWith("https:") && !"https".equals(keys.getScheme())) {
        throw failed("its discovery document names keys that nobody vouches for: " + keys);
      }
      return keys == null ? URI.create("") : keys;
    } catch (ParseException e) {
      throw failed("its discovery document is no JSON");
    }
  }

  private CompletionStage<String> get(URI uri) {
    HttpRequest request;
    try {
      request =
          HttpRequest.newBuilder(uri)
              .timeout(patience)
              .header("Accept", "application/json")
              .build();
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedStage(new IOException("no address to ask: " + uri, e));
    }
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client().sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST));
    // The client's own patience ends with the head of the answer.
    return exchange
        .copy()
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((answer, failure) -> exchange.cancel(true))
        .thenApply(KeyFetch::body);
  }

  private synchronized HttpClient client() {
    HttpClient known = client;
    if (known == null) {
      known =
          HttpClient.newBuilder()
              .connectTimeout(patience)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
      client = known;
    }
    return known;
  }

  private static String body(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw failed(response.uri() + " answers " + response.statusCode());
    }
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static CompletionException failed(String why) {
    return new CompletionException(new IOException(why));
  }
}
