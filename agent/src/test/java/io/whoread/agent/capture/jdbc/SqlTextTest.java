package io.whoread.agent.capture.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.record.PlainText;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SqlTextTest {
  /** What no fingerprint may hold; letters, so that it would pass for a name. */
  private static final String SECRET = "zhangwuji";

  private static String of(String sql, Dialect dialect) {
    return SqlText.of(sql, dialect).fingerprint();
  }

  static Stream<Arguments> shapes() {
    return Stream.of(
        Arguments.of(
            "SELECT  a,\n b FROM T  WHERE x = 'o''clock'", "select a, b from t where x = ?"),
        Arguments.of("select a from t where id in (1, 2,3 , 4)", "select a from t where id in (?)"),
        Arguments.of(
            "select a from t where (x, y) in ((1, 'a'), (2, 'b'))",
            "select a from t where (x, y) in ((?))"),
        Arguments.of(
            "insert into t (a, b) values (?, ?), (?, ?), (?, ?)",
            "insert into t (a, b) values (?)"),
        Arguments.of("select 1.5e-3, -2, 0x1F, .5 from t limit 10, 20", "select ? from t limit ?"),
        Arguments.of(
            "select a - 1 from t where b = :name and c = ?1",
            "select a - ? from t where b = ? and c = ?"),
        Arguments.of("select /* x */ a -- y\n, b from t", "select a, b from t"),
        Arguments.of(
            "select t_2024.a, o1_0.b from t_order_20241102", "select t_#.a, o1_0.b from t_order_#"),
        Arguments.of(
            "select E'a', N'b', x'0F', date '2024-01-01' from t", "select ?, date ? from t"),
        Arguments.of(
            "select a::text, $1 from t where b = $tag$ it's $tag$ and c is null",
            "select a::text, ? from t where b = ? and c is null"));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void leavesTheShape(String sql, String fingerprint) {
    assertThat(of(sql, Dialect.STANDARD)).isEqualTo(fingerprint);
  }

  @Test
  void quotesAreWhatTheDatabaseSays() {
    String sql = "select \"Mobile\", `Tel` from t";
    assertThat(of(sql, Dialect.STANDARD)).isEqualTo("select mobile, tel from t");
    assertThat(of(sql, Dialect.MYSQL)).isEqualTo("select ?, tel from t");
    assertThat(of("select [Mobile] from t", Dialect.BRACKETS)).isEqualTo("select mobile from t");
    assertThat(of("select q'{it's}' from t", Dialect.ORACLE)).isEqualTo("select ? from t");
    assertThat(of("select a # it's\n from t", Dialect.MYSQL)).isEqualTo("select a from t");
  }

  @Test
  void aLongListIsCounted() {
    StringBuilder sql = new StringBuilder("select ");
    for (int i = 0; i < 62; i++) {
      sql.append("o1_0.some_column_").append(i).append(", ");
    }
    sql.append("o1_0.last from t_order o1_0 where o1_0.id = ?");
    assertThat(of(sql.toString(), Dialect.OTHER))
        .isEqualTo("select 63 columns from t_order o1_0 where o1_0.id = ?");
  }

  @Test
  void knowsTablesAndColumns() {
    SqlText text =
        SqlText.of(
            "with x as (select 1 from t_log) select distinct o.mobile tel, c.name as n, count(*),"
                + " upper(o.a) from shop.t_order o left join t_customer as c on o.c = c.id"
                + " where exists (select 1 from t_item) and a is distinct from b for update",
            Dialect.STANDARD);
    assertThat(text.table("O")).isEqualTo("t_order");
    assertThat(text.table("c")).isEqualTo("t_customer");
    assertThat(text.tables()).containsExactlyInAnyOrder("t_log", "t_order", "t_customer", "t_item");
    List<SqlText.Item> items = text.items(4);
    assertThat(items).extracting(each -> each.column).containsExactly("mobile", "name", null, null);
    assertThat(items).extracting(each -> each.qualifier).containsExactly("o", "c", null, null);
    assertThat(text.onlyTable()).isNull();
    assertThat(SqlText.of("select a, t.* from t", Dialect.OTHER).items(2)).isNull();
    assertThat(SqlText.of("select a from t where b = (select c from d)", Dialect.OTHER).onlyTable())
        .isEqualTo("t");
  }

  @Provide
  static Arbitrary<String> literals() {
    Arbitrary<String> text =
        Arbitraries.of(
            SECRET,
            SECRET + "''" + SECRET,
            "''" + SECRET,
            SECRET + "\\\\",
            SECRET + "\\'" + SECRET,
            "\\" + SECRET,
            SECRET + "\n--" + SECRET,
            "/*" + SECRET + "*/",
            "\"" + SECRET + "`" + SECRET,
            "$$" + SECRET + "$$",
            SECRET + "?:" + SECRET);
    Arbitrary<String> quoted =
        Combinators.combine(Arbitraries.of("", "N", "E", "x", "_utf8mb4", "U&"), text)
            .as((prefix, value) -> prefix + "'" + value + "'");
    Arbitrary<String> others =
        Arbitraries.of(
            "1e5",
            "-3.25",
            "0xCAFE",
            "$$" + SECRET + "'" + SECRET + "$$",
            "$a$" + SECRET + "$$" + SECRET + "$a$",
            "q'[" + SECRET + "'" + SECRET + "]'",
            "nq'!" + SECRET + "'" + SECRET + "!'");
    return Arbitraries.oneOf(quoted, others);
  }

  @Provide
  static Arbitrary<String> comments() {
    return Arbitraries.of(
        " ",
        "\n",
        " /* " + SECRET + " */ ",
        " -- " + SECRET + "\n",
        " --" + SECRET + "'\n",
        " /*+ hint('" + SECRET + "') */ ");
  }

  @Provide
  static Arbitrary<String> statements() {
    Arbitrary<String> condition =
        Combinators.combine(
                Arbitraries.of("name = ", "o.`mobile` <> ", "c in (?, ", "upper(d) like ", "x-"),
                literals(),
                comments())
            .as((left, value, space) -> left + value + (left.contains("(?") ? ")" : "") + space);
    return Combinators.combine(condition.list().ofMinSize(1).ofMaxSize(5), comments())
        .as((all, space) -> "select a, b" + space + "from t where " + String.join(" and ", all));
  }

  @Property(tries = 3000)
  void noLiteralSurvives(@ForAll @From("statements") String sql, @ForAll Dialect dialect) {
    // Of two texts in one place the first may end within the second, where the databases differ.
    String fingerprint = of(sql, dialect);
    assertThat(fingerprint).doesNotContain(SECRET).startsWith("select a, b");
    assertThat(fingerprint).doesNotContainPattern("\\d{4}|cafe").hasSizeLessThanOrEqualTo(1024);
    assertThat(fingerprint).doesNotContain("  ").matches(PlainText::isPlain);
  }

  @Property(tries = 500)
  void valuesMakeNoDifference(
      @ForAll @From("plainValues") String one, @ForAll @From("plainValues") String other) {
    String sql = "select a from t where b = %s and c in (%s, %s) order by d";
    assertThat(of(String.format(sql, one, other, one), Dialect.STANDARD))
        .isEqualTo(of(String.format(sql, other, one, other), Dialect.STANDARD))
        .isEqualTo("select a from t where b = ? and c in (?) order by d");
  }

  @Provide
  static Arbitrary<String> plainValues() {
    return Arbitraries.oneOf(
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withChars('"', '`', ' ', '-', '*', '/', '$', '\n')
            .map(value -> "'" + value + "'"),
        Arbitraries.integers().map(String::valueOf),
        Arbitraries.doubles().map(String::valueOf),
        Arbitraries.just("?"));
  }

  @Property(tries = 2000)
  void anythingIsRead(@ForAll String anything, @ForAll Dialect dialect) {
    String fingerprint = of(anything, dialect);
    assertThat(fingerprint).hasSizeLessThanOrEqualTo(1024).matches(PlainText::isPlain);
    assertThat(SqlText.of(anything, dialect).tables()).isNotNull();
  }
}
