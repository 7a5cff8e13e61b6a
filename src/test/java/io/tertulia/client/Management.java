package io.tertulia.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What operators ask on the management port, as {@code STATUS BODY}. */
public record Management(URI address) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

  public static Management at(int port) {
    return new Management(URI.create("http://127.0.0.1:" + port));
  }

  public String live() {
    return get("/q/health/live");
  }

  public String ready() {
    return get("/q/health/ready");
  }

  public String started() {
    return get("/q/health/started");
  }

  /** The value of one measure, with its labels. */
  public double measure(String name) {
    return get("/q/metrics")
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no measure " + name));
  }

  public String get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(2)).build();
    try {
      var response = HTTP.send(request, BodyHandlers.ofString());
      return response.statusCode() + " " + response.body();
    } catch (IOException e) {
      return "no answer: " + e;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
