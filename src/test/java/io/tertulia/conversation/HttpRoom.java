package io.tertulia.conversation;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.awaitility.Awaitility;

/** A room as a client sees it that polls from a cursor. */
final class HttpRoom {
  private final URI messages;
  private final Deque<String> fetched = new ArrayDeque<>();
  private String cursor;

  HttpRoom(URI messages) {
    this.messages = messages;
    this.cursor = given().get(messages).then().statusCode(200).extract().path("cursor");
  }

  void post(byte[] text) {
    given()
        .contentType("text/plain; charset=utf-8")
        .body(text)
        .post(messages)
        .then()
        .statusCode(201);
  }

  String next() {
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(this::fetch);
    return fetched.remove();
  }

  private boolean fetch() {
    if (fetched.isEmpty()) {
      Response page = given().queryParam("after", cursor).get(messages);
      JsonPath json = page.jsonPath();
      cursor = json.getString("cursor");
      for (int i = 0; i < json.getList("entries").size(); i++) {
        fetched.add("\"text\":\"" + json.getString("entries[" + i + "].text") + "\"");
      }
    }
    return !fetched.isEmpty();
  }
}
