package io.tertulia.ops.health;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Answers what is still asked of a node whose parts were put away, on a connection that its server
 * has not closed yet: it is not there any more. What would answer otherwise is looked up among
 * those parts, and fails.
 */
@Singleton
final class LastQuestions {
  private static final int GONE = 503;

  void answer(@Observes ManagementInterface management) {
    answer(management.router());
  }

  static void answer(Router router) {
    router
        .route()
        .order(Integer.MIN_VALUE)
        .handler(LastQuestions::unlessEnded)
        .failureHandler(LastQuestions::failedInTheEnd);
  }

  private static void unlessEnded(RoutingContext question) {
    if (hasEnded()) {
      question.response().setStatusCode(GONE).end();
    } else {
      question.next();
    }
  }

  /** It ended in between. */
  private static void failedInTheEnd(RoutingContext question) {
    if (hasEnded() && !question.response().ended()) {
      question.response().setStatusCode(GONE).end();
    } else {
      question.next();
    }
  }

  private static boolean hasEnded() {
    return Arc.container() == null;
  }
}
