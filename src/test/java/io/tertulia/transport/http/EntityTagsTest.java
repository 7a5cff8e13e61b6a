package io.tertulia.transport.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser never shows the page of yesterday beside the server of today. */
@QuarkusTest
class EntityTagsTest {
  @TestHTTPResource("/")
  URI node;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/index.html",
        "/icon.svg",
        "/page/main.js",
        "/page/view/style.css",
        "/?name=ana"
      })
  void each_file_of_the_page_is_asked_for_again_and_told_by_its_content(String path) {
    Response first = given().urlEncodingEnabled(false).get(node + path.substring(1));
    assertThat(first.statusCode()).isEqualTo(200);
    String tag = first.header("ETag");
    assertThat(tag).matches("\"[A-Za-z0-9_-]{16}\"");
    assertThat(first.headers().getValues("Cache-Control")).containsExactly("no-cache");
    for (String known : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
      Response again =
          given()
              .urlEncodingEnabled(false)
              .header("If-None-Match", known)
              .get(node + path.substring(1));
      assertThat(again.statusCode()).as(known).isEqualTo(304);
      assertThat(again.asByteArray()).isEmpty();
      assertThat(again.header("ETag")).isEqualTo(tag);
      assertThat(again.headers().getValues("Cache-Control")).containsExactly("no-cache");
    }
  }

  /** One path, one spelling: what is decoded later than it is judged could be judged wrongly. */
  @Test
  void a_file_of_the_page_has_no_escaped_name() {
    given().urlEncodingEnabled(false).get(node + "page/%6Dain.js").then().statusCode(404);
  }

  @Test
  void another_content_has_another_tag_and_the_same_one_the_same() {
    String page = tag("/");
    assertThat(tag("/index.html")).isEqualTo(page);
    assertThat(tag("/icon.svg")).isNotEqualTo(page);
    given()
        .header("If-None-Match", tag("/icon.svg"))
        .get(node)
        .then()
        .statusCode(200)
        .header("ETag", page);
  }

  @Test
  void a_head_is_told_the_same() {
    Response head = given().head(node.resolve("/page/main.js"));
    assertThat(head.header("ETag")).isEqualTo(tag("/page/main.js"));
    assertThat(head.header("Cache-Control")).isEqualTo("no-cache");
  }

  @ParameterizedTest
  @CsvSource({"/nothing.js, 404", "/page, 404", "/page/, 404", "/rooms/a/messages, 200"})
  void what_is_no_file_has_no_tag(String path, int status) {
    Response answer = given().header("If-None-Match", "*").get(node.resolve(path));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.header("ETag")).isNull();
  }

  private String tag(String path) {
    return given().get(node.resolve(path)).header("ETag");
  }
}
