package io.tertulia.ops.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.smallrye.health.runtime.SmallRyeReadinessHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node of which nothing but its server is left: so is this JVM, which has no parts at all. */
class LastQuestionsTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void end() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void who_asks_a_node_that_has_ended_whether_it_is_ready_is_told_no() throws Exception {
    Router router = Router.router(vertx);
    router.route("/q/health/ready").handler(new SmallRyeReadinessHandler());
    LastQuestions.answer(router);
    assertThat(status(router)).isEqualTo(503);
  }

  @Test
  void also_when_it_ends_while_the_answer_is_looked_for() throws Exception {
    Router router = Router.router(vertx);
    router
        .route("/q/health/ready")
        .order(Integer.MIN_VALUE)
        .handler(new SmallRyeReadinessHandler());
    LastQuestions.answer(router);
    assertThat(status(router)).isEqualTo(503);
  }

  private int status(Router router) throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    return vertx
        .createHttpClient()
        .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/q/health/ready")
        .compose(request -> request.send())
        .map(response -> response.statusCode())
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }
}
