package io.whoread.agent.capture.jdbc;

import static net.bytebuddy.matcher.ElementMatchers.isPrimitive;
import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.whoread.agent.capture.Hook;
import io.whoread.agent.capture.LibraryHook;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * JDBC drivers: their result sets, and what tells which statement a result set is of.
 *
 * <p>Drivers are known by their packages. Pools, proxies that log, and those that split tables up
 * are none: what they are asked for they ask a driver for. Which of a driver's classes are result
 * sets is read from the class files, and only of classes that declare a method of theirs.
 */
public final class JdbcHook implements Hook {
  private static final String PACKAGE = "io.whoread.agent.capture.jdbc.";

  private static final String[] DRIVERS = {
    "com/mysql/",
    "org/mariadb/",
    "org/postgresql/",
    "org/h2/",
    "oracle/jdbc/",
    "com/microsoft/sqlserver/",
    "net/sourceforge/jtds/",
    "com/ibm/db2/",
    "com/oceanbase/",
    "com/alipay/oceanbase/",
    "dm/jdbc/",
    "com/kingbase8/",
    "com/kingbase/",
    "org/opengauss/",
    "com/huawei/gauss",
    "com/huawei/opengauss/",
    "com/gbase/",
    "com/gbasedbt/",
    "com/oscar/",
    "com/highgo/jdbc/",
    "com/xugu/",
    "com/sap/db/",
    "com/informix/",
    "com/clickhouse/",
    "ru/yandex/clickhouse/",
    "com/taosdata/jdbc/",
    "com/amazon/redshift/",
    "org/sqlite/",
    "org/hsqldb/",
    "org/apache/derby/",
    "org/apache/calcite/avatica/",
    "org/apache/hive/jdbc/",
    "org/duckdb/",
    "net/snowflake/client/",
    "io/trino/jdbc/",
    "com/facebook/presto/jdbc/",
  };

  private static final ElementMatcher.Junction<MethodDescription> MOVES =
      isPublic()
          .and(returns(boolean.class))
          .and(
              namedOneOf("next", "first", "last", "previous")
                  .and(takesArguments(0))
                  .or(namedOneOf("absolute", "relative").and(takesArguments(int.class))));

  private static final ElementMatcher.Junction<MethodDescription> GETTERS =
      isPublic()
          .and(nameStartsWith("get"))
          .and(takesArgument(0, int.class).or(takesArgument(0, String.class)));

  private static final ElementMatcher.Junction<MethodDescription> CLOSES =
      isPublic().and(named("close")).and(takesArguments(0));

  private static final ElementMatcher.Junction<MethodDescription> PREPARES =
      isPublic().and(namedOneOf("prepareStatement", "prepareCall")).and(firstIsText());

  private static final ElementMatcher.Junction<MethodDescription> EXECUTES =
      isPublic().and(namedOneOf("execute", "executeQuery")).and(firstIsText());

  private static ElementMatcher.Junction<MethodDescription> firstIsText() {
    return takesArgument(0, String.class);
  }

  @Override
  public String name() {
    return "jdbc";
  }

  @Override
  public boolean concerns(String internalName, ClassLoader loader) {
    for (String driver : DRIVERS) {
      if (internalName.startsWith(driver)) {
        return loader != null;
      }
    }
    return false;
  }

  @Override
  public AsmVisitorWrapper weave(TypeDescription type, byte[] classFile, ClassFileLocator locator) {
    boolean rows = declares(type, MOVES.or(GETTERS));
    boolean statements = declares(type, PREPARES.or(EXECUTES));
    if (type.isInterface() || !rows && !statements) {
      return null;
    }
    Set<String> types = new HashSet<>();
    supertypes(type, types);
    List<AsmVisitorWrapper> visitors = new ArrayList<>();
    if (types.contains("java.sql.ResultSet")) {
      visitors.add(advice("MoveAdvice").on(MOVES));
      visitors.add(advice("CloseAdvice").on(CLOSES));
      Set<String> delegating = Delegations.of(classFile);
      ElementMatcher.Junction<MethodDescription> getters =
          GETTERS.and(
              method -> !delegating.contains(method.getInternalName() + method.getDescriptor()));
      getters("Object", getters.and(returns(not(isPrimitive()))), visitors);
      getters("Whole", getters.and(returns(namedOneOf("long", "int", "short", "byte"))), visitors);
      getters("Fraction", getters.and(returns(namedOneOf("double", "float"))), visitors);
      getters("Flag", getters.and(returns(boolean.class)), visitors);
    }
    if (types.contains("java.sql.Connection")) {
      visitors.add(advice("PreparedAdvice").on(PREPARES));
    }
    if (types.contains("java.sql.Statement")) {
      visitors.add(advice("ExecuteAdvice").on(EXECUTES));
      visitors.add(advice("StatementCloseAdvice").on(CLOSES));
    }
    return visitors.isEmpty() ? null : new AsmVisitorWrapper.Compound(visitors);
  }

  private static boolean declares(
      TypeDescription type, ElementMatcher<? super MethodDescription> methods) {
    return !type.getDeclaredMethods().filter(methods).isEmpty();
  }

  private static void getters(
      String kind,
      ElementMatcher.Junction<MethodDescription> getters,
      List<AsmVisitorWrapper> visitors) {
    visitors.add(advice(kind + "ByNumberAdvice").on(getters.and(takesArgument(0, int.class))));
    visitors.add(advice(kind + "ByLabelAdvice").on(getters.and(takesArgument(0, String.class))));
  }

  /** What cannot be read is left out: a driver may have parts for libraries that are not there. */
  private static void supertypes(TypeDefinition type, Set<String> into) {
    try {
      for (TypeDefinition each : type.getInterfaces()) {
        if (into.add(each.getTypeName()) && !each.getTypeName().startsWith("java.sql.")) {
          supertypes(each.asErasure(), into);
        } else if (each.getTypeName().startsWith("java.sql.")) {
          javaSql(each.getTypeName(), into);
        }
      }
      TypeDefinition parent = type.getSuperClass();
      if (parent != null && !parent.represents(Object.class)) {
        supertypes(parent.asErasure(), into);
      }
    } catch (RuntimeException e) {
      // Goes on with what was found.
    }
  }

  /** Without a look at the class file of the JDK. */
  private static void javaSql(String name, Set<String> into) {
    if (name.endsWith("Statement")) {
      into.add("java.sql.Statement");
    }
  }

  private static Advice advice(String name) {
    return Advice.to(LibraryHook.advice(PACKAGE + name), LibraryHook.adviceLocator());
  }
}
