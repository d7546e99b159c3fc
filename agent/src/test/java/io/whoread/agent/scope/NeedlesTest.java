package io.whoread.agent.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.record.v1.Channel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What is found in a text of the values that were read. */
class NeedlesTest {
  private static final int RESPONSE = Channel.CHANNEL_RESPONSE_VALUE;
  private static final int PHONE = 1;
  private static final int NAME = 2;

  private final Needles needles = new Needles();

  @Property
  void findsWhatStandsThereAndNothingElse(
      @ForAll("values") List<String> values, @ForAll("values") List<String> others) {
    Needles all = new Needles();
    List<Sum> sums = new ArrayList<>();
    for (String value : values) {
      sums.add(sum());
      all.add(sums.get(sums.size() - 1), PHONE, value);
    }
    String text = "[" + String.join("|", others) + "]";
    all.search(text.toCharArray(), RESPONSE);
    for (int i = 0; i < values.size(); i++) {
      assertThat(plain(sums.get(i), PHONE))
          .as(values.get(i) + " in " + text)
          .isEqualTo(stands(values.get(i), text));
    }
  }

  /** By another way: at each place, and nothing that goes on in letters or digits. */
  private static boolean stands(String value, String text) {
    String quoted = Pattern.quote(value);
    String before = isWord(value.charAt(0)) ? "(?<![A-Za-z0-9])" : "";
    String after = isWord(value.charAt(value.length() - 1)) ? "(?![A-Za-z0-9])" : "";
    return Pattern.compile(before + quoted + after).matcher(text).find();
  }

  private static boolean isWord(char c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  @Provide
  Arbitrary<List<String>> values() {
    Arbitrary<String> phone = Arbitraries.strings().withChars("138").ofMinLength(2).ofMaxLength(7);
    Arbitrary<String> han = Arbitraries.strings().withChars("张三丰李").ofMinLength(2).ofMaxLength(6);
    Arbitrary<String> mixed =
        Arbitraries.strings().withChars("张a1 @.").ofMinLength(2).ofMaxLength(6);
    return Arbitraries.oneOf(phone, han, mixed).list().ofMinSize(1).ofMaxSize(12);
  }

  @Property
  void aMaskedNumberIsFoundByItsEnds(
      @ForAll("phones") String phone, @ForAll("phones") String other) {
    Needles two = new Needles();
    Sum of = sum();
    Sum not = sum();
    two.add(of, PHONE, phone);
    two.add(not, PHONE, other);
    String text = "tel " + phone.substring(0, 3) + "****" + phone.substring(7) + ", thanks";
    two.search(text.toCharArray(), RESPONSE);
    boolean alike = phone.substring(0, 3).equals(other.substring(0, 3));
    alike &= phone.substring(7).equals(other.substring(7));
    assertThat(masked(of, PHONE)).isTrue();
    assertThat(plain(of, PHONE)).isFalse();
    assertThat(masked(not, PHONE)).isEqualTo(alike);
  }

  @Provide
  Arbitrary<String> phones() {
    return Arbitraries.strings().numeric().ofLength(9).map(rest -> "13" + rest);
  }

  @Example
  void namesAreMaskedButForOneCharacter() {
    Sum sum = sum();
    needles.add(sum, NAME, "欧阳修");
    needles.search("收货人：欧** 电话".toCharArray(), RESPONSE);
    assertThat(masked(sum, NAME)).isTrue();
  }

  @Example
  void starsAloneSayNothing() {
    Sum sum = sum();
    needles.add(sum, PHONE, "13800001234");
    needles.search("****** 12****99 1****".toCharArray(), RESPONSE);
    assertThat(masked(sum, PHONE)).isFalse();
  }

  @Example
  void whatIsKeptMaskedIsMaskedWhereItIsFound() {
    Sum sum = sum();
    needles.add(sum, PHONE, "138****1234");
    needles.search("tel:138****1234".toCharArray(), RESPONSE);
    assertThat(masked(sum, PHONE)).isTrue();
    assertThat(plain(sum, PHONE)).isFalse();
  }

  @Example
  void aLongTextIsFoundByItsBeginning() {
    Sum sum = sum();
    String remark = "please call before noon ".repeat(9);
    needles.add(sum, NAME, remark);
    needles.search(("<p>" + remark + "</p>").toCharArray(), RESPONSE);
    assertThat(plain(sum, NAME)).isTrue();
  }

  @Example
  void whatSeveralHaveIsOfAllWhereNothingTellsThemApart() {
    Sum one = sum();
    Sum other = sum();
    needles.add(one, Needle.OWN, "SO1001");
    needles.add(other, Needle.OWN, "SO1002");
    needles.add(one, PHONE, "13800001234");
    needles.add(other, PHONE, "13800001234");
    needles.search("13800001234".toCharArray(), RESPONSE);
    assertThat(plain(one, PHONE)).isTrue();
    assertThat(plain(other, PHONE)).isTrue();
  }

  /** A province, a common name: what is shown is not the one's who has it as well. */
  @Example
  void oneValueInCommonMakesNoCopy() {
    Sum customer = named("C1");
    Sum address = sum();
    needles.add(customer, NAME, "广东省");
    needles.add(address, NAME, "广东省");
    needles.add(address, PHONE, "13800001234");
    needles.search("广东省 13800001234".toCharArray(), RESPONSE);
    assertThat(plain(customer, NAME)).isFalse();
    assertThat(plain(address, NAME)).isTrue();
    assertThat(plain(address, PHONE)).isTrue();
  }

  @Example
  void aCopyIsOfWhomItWasMadeOf() {
    Sum order = named("SO1001");
    Sum copy = sum();
    for (Sum each : List.of(order, copy)) {
      needles.add(each, NAME, "张三丰");
      needles.add(each, PHONE, "13800001234");
    }
    needles.add(copy, 3, "李四");
    needles.search("张三丰 138****1234".toCharArray(), RESPONSE);
    assertThat(plain(order, NAME)).isTrue();
    assertThat(masked(order, PHONE)).isTrue();
    assertThat(copy.isNews()).isFalse();
  }

  @Example
  void whatIsForgottenTakesNothingWithIt() {
    Sum order = named("SO1001");
    Sum copy = sum();
    needles.add(order, PHONE, "13800001234");
    needles.add(copy, PHONE, "13800001234");
    order.forgotten = true;
    needles.search("13800001234".toCharArray(), RESPONSE);
    assertThat(plain(copy, PHONE)).isTrue();
  }

  /** What the JDK's serialisation puts after a text may be a letter. */
  @Property
  void whatIsSerialisedIsFound(@ForAll("values") List<String> values) throws IOException {
    Needles all = new Needles();
    List<Sum> sums = new ArrayList<>();
    for (String value : values) {
      sums.add(sum());
      all.add(sums.get(sums.size() - 1), PHONE, value);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new ArrayList<>(values));
    }
    all.search(bytes.toString(StandardCharsets.UTF_8).toCharArray(), RESPONSE);
    for (int i = 0; i < values.size(); i++) {
      assertThat(plain(sums.get(i), PHONE)).as(values.get(i)).isTrue();
    }
  }

  /** A sheet, as it is packed into a file: whatever stands in it, it says nothing. */
  @Property(tries = 50)
  void inWhatIsPackedNothingIsFound(@ForAll long seed) throws IOException {
    for (int tail = 0; tail < 10_000; tail++) {
      needles.add(sum(), PHONE, String.format("%04d", tail));
    }
    byte[] lines = new byte[20_000];
    new Random(seed).nextBytes(lines);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(lines);
    }
    char[] text = packed.toString(StandardCharsets.UTF_8).toCharArray();
    assertThat(needles.search(text, RESPONSE)).isFalse();
  }

  /** A line's end is the number of its characters. */
  @Example
  void aLongerNumberOnALineOfItsOwnIsAnother() {
    Sum sum = sum();
    needles.add(sum, PHONE, "1380000123");
    needles.search("1\n13800001234\n".toCharArray(), RESPONSE);
    assertThat(plain(sum, PHONE)).isFalse();
  }

  /** However a response is cut into buffers: its text is read as a whole. */
  @Property
  void buffersMayEndAnywhere(
      @ForAll("charsets") Charset charset,
      @ForAll("values") List<String> values,
      @ForAll List<@IntRange(min = 1, max = 40) Integer> sizes) {
    byte[] bytes = String.join("，", values).getBytes(charset);
    ResponseText text = new ResponseText(charset);
    StringBuilder read = new StringBuilder();
    int at = 0;
    int overlap = 0;
    for (int i = 0; at < bytes.length; i++) {
      int size = i < sizes.size() ? sizes.get(i) : bytes.length;
      int to = Math.min(bytes.length, at + size);
      ByteBuffer chunk = ByteBuffer.wrap(bytes, at, to - at);
      String next = new String(text.next(chunk));
      assertThat(chunk.remaining()).isEqualTo(to - at);
      assertThat(next).startsWith(read.substring(read.length() - overlap));
      read.append(next.substring(overlap));
      overlap = Math.min(read.length(), 6 * Needle.MAX_LENGTH);
      at = to;
    }
    assertThat(read.toString()).isEqualTo(String.join("，", values));
  }

  @Provide
  Arbitrary<Charset> charsets() {
    return Arbitraries.of(
        StandardCharsets.UTF_8, Charset.forName("GB18030"), StandardCharsets.UTF_16BE);
  }

  @Property
  void escapesMeanWhatTheyStandFor(@ForAll("escaped") String[] pair) {
    assertThat(new String(Unescaped.of(pair[0].toCharArray()))).isEqualTo(pair[1]);
  }

  /** A text in escapes, and what it means. */
  @Provide
  Arbitrary<String[]> escaped() {
    Arbitrary<String[]> character =
        Combinators.combine(
                Arbitraries.chars().with("张ab1 <>&\"'"), Arbitraries.integers().between(0, 3))
            .as((c, how) -> new String[] {escape(c, how), String.valueOf(c)});
    return character
        .list()
        .map(
            all -> {
              StringBuilder text = new StringBuilder();
              StringBuilder meant = new StringBuilder();
              all.forEach(each -> text.append(each[0]));
              all.forEach(each -> meant.append(each[1]));
              return new String[] {text.toString(), meant.toString()};
            });
  }

  private static String escape(char c, int how) {
    switch (how) {
      case 0:
        return String.format("\\u%04x", (int) c);
      case 1:
        return "&#" + (int) c + ";";
      case 2:
        return String.format("&#x%X;", (int) c);
      default:
        return c == '&' ? "&amp;" : c == '"' ? "\\\"" : String.valueOf(c);
    }
  }

  private static Sum named(String id) {
    return new Sum("order", "Order", id);
  }

  private static Sum sum() {
    return new Sum("", "", null);
  }

  private static boolean plain(Sum sum, int bit) {
    return (sum.plain(RESPONSE) >>> bit & 1) != 0;
  }

  private static boolean masked(Sum sum, int bit) {
    return (sum.masked(RESPONSE) >>> bit & 1) != 0;
  }
}
