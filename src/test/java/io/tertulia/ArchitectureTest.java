package io.tertulia;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The arrows between the packages: a message flows transport, protocol, session, room, format, and
 * no package looks back up the river.
 */
class ArchitectureTest {

  private static final String HOUSE = "io.tertulia.";
  private static final String[] HEART = in("protocol", "format", "room", "session", "node");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.tertulia");

  @Test
  void protocol_imports_nothing_of_ours() {
    only("protocol").check(CLASSES);
  }

  @Test
  void format_imports_protocol() {
    only("format", "protocol").check(CLASSES);
  }

  @Test
  void room_imports_format_and_protocol() {
    only("room", "format", "protocol").check(CLASSES);
  }

  @Test
  void session_imports_room_format_and_protocol() {
    only("session", "room", "format", "protocol").check(CLASSES);
  }

  @Test
  void a_subscription_knows_neither_session_nor_connection() {
    only("session.subscription", "session.timing", "room", "format", "protocol").check(CLASSES);
  }

  @Test
  void rights_are_asked_for_without_a_client() {
    only("session.rights", "room", "protocol").check(CLASSES);
  }

  @Test
  void node_imports_protocol() {
    only("node", "protocol").check(CLASSES);
  }

  @Test
  void cluster_imports_room_node_format_and_protocol() {
    only("cluster", "room", "node", "format", "protocol").check(CLASSES);
  }

  @Test
  void a_node_reaches_redis_through_its_shards() {
    noClasses()
        .that()
        .resideInAnyPackage(in("cluster.node", "cluster.presence", "cluster.limits"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(in("cluster.redis", "cluster.follow"))
        .check(CLASSES);
  }

  @Test
  void security_imports_room_and_protocol() {
    only("security", "room", "protocol").check(CLASSES);
  }

  @Test
  void the_doors_import_session_room_security_format_and_protocol() {
    only("transport", "session", "room", "security", "format", "protocol").check(CLASSES);
  }

  @Test
  void the_doors_do_not_know_each_other() {
    slices().matching("io.tertulia.transport.(*)..").should().notDependOnEachOther().check(CLASSES);
  }

  @Test
  void nothing_imports_ops_or_app() {
    nobodyOutside("ops").check(CLASSES);
    nobodyOutside("app").check(CLASSES);
  }

  @Test
  void the_ideas_of_ops_know_of_each_other_only_whether_the_node_is_on_its_way_out() {
    slices()
        .matching("io.tertulia.ops.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(alwaysTrue(), resideInAPackage("io.tertulia.ops.drain"))
        .check(CLASSES);
  }

  @Test
  void who_empties_or_counts_a_node_knows_no_door() {
    noClasses()
        .that()
        .resideInAnyPackage(in("ops.drain", "ops.balance", "ops.metrics", "session"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(in("transport"))
        .check(CLASSES);
  }

  @Test
  void a_room_does_not_know_how_it_is_stored_or_fanned_out() {
    noClasses()
        .that()
        .resideInAPackage("io.tertulia.room")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(in("room.access", "room.fanout", "room.memory"))
        .check(CLASSES);
  }

  @Test
  void the_heart_knows_no_framework() {
    noClasses()
        .that()
        .resideInAnyPackage(HEART)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.quarkus..",
            "io.vertx..",
            "io.netty..",
            "jakarta..",
            "javax..",
            "org.eclipse.microprofile..")
        .check(CLASSES);
  }

  @Test
  void a_library_is_known_where_its_idea_lives_and_nowhere_else() {
    onlyIn("ops.tracing", "io.opentelemetry..").check(CLASSES);
    onlyIn("app.start", "org.apache.commons..").check(CLASSES);
  }

  @Test
  void the_heart_reads_no_clock_but_the_one_it_is_given() {
    noClasses()
        .that()
        .resideInAnyPackage(HEART)
        .should()
        .accessTargetWhere(describe("reads the machine's time", ArchitectureTest::readsWallClock))
        .check(CLASSES);
  }

  @Test
  void no_two_packages_import_each_other() {
    slices().matching("io.tertulia.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void names_are_of_the_field_and_not_fillers() {
    var filler = Pattern.compile("(Manager|Util|Utils|Helper|Impl|Base|Abstract|Service)(?![a-z])");
    noClasses().should().haveNameMatching(".*\\.[^.]*?" + filler + ".*").check(CLASSES);
  }

  /** What lives under {@code name} imports of ours only itself and {@code others}. */
  private static ArchRule only(String name, String... others) {
    var known = Stream.concat(Stream.of(name), Stream.of(others)).toArray(String[]::new);
    return classes()
        .that()
        .resideInAnyPackage(in(name))
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("io.tertulia..").or(resideInAnyPackage(in(known))));
  }

  private static ArchRule nobodyOutside(String name) {
    return onlyIn(name, HOUSE + name + "..");
  }

  private static ArchRule onlyIn(String name, String known) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(HOUSE + name + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(known);
  }

  private static String[] in(String... names) {
    return Stream.of(names).map(name -> HOUSE + name + "..").toArray(String[]::new);
  }

  /** Calls and method references alike. What is handed a Clock reads that, so it may. */
  private static boolean readsWallClock(JavaAccess<?> access) {
    if (!(access instanceof JavaCodeUnitAccess<?> call)) {
      return false;
    }
    var owner = call.getTargetOwner();
    var name = call.getName();
    var handed = call.getTarget().getRawParameterTypes();
    return switch (owner.getName()) {
      case "java.lang.System" -> Set.of("currentTimeMillis", "nanoTime").contains(name);
      case "java.util.Date" -> name.equals("<init>") && handed.isEmpty();
      case "java.time.Clock", "java.time.InstantSource" ->
          name.startsWith("system") || name.startsWith("tick");
      default -> isJavaTime(owner) && name.equals("now") && !handedClock(handed);
    };
  }

  private static boolean isJavaTime(JavaClass type) {
    return type.getPackageName().equals("java.time");
  }

  private static boolean handedClock(Iterable<JavaClass> parameters) {
    for (var parameter : parameters) {
      if (parameter.isEquivalentTo(Clock.class)) {
        return true;
      }
    }
    return false;
  }
}
