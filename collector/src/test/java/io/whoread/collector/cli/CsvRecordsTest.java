package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.whoread.collector.index.LazyBatch;
import io.whoread.collector.ingest.BatchRules;
import io.whoread.record.v1.Batch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class CsvRecordsTest {
  private static final String HEAD =
      "time,actor,role,subject,subject_time,fields,operation,form,address,owner,status\n";

  /** Unusual letters, among them those that one rule or another stumbles over. */
  private static final int[] ODD = {
    '\u200e', '\u202e', '\u2066', '\u0085', '\u007f', 0, '\n', '\u3000', '\ufdfa', '\uff20',
    '\uff11', '@', '+', '1', '7', '.', ';', '|', 0x1f600, 'a', ' ', '\u00a0', '\u2028'
  };

  /**
   * A line that could not be a record is told by its number; nothing breaks an import off later.
   */
  @Property(tries = 300)
  void whateverIsLetThroughIsTakenIntoTheTrail(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    int lines = 1 + random.nextInt(60);
    StringBuilder csv = new StringBuilder(HEAD);
    for (int i = 0; i < lines; i++) {
      csv.append(line(random));
    }
    StringWriter told = new StringWriter();
    List<CsvRecord> records = read(csv.toString(), new PrintWriter(told));
    List<Batch> batches = new ArrayList<>();
    RecordBatches out =
        new RecordBatches(
            ByteString.copyFrom(new byte[16]),
            1,
            "records.csv",
            (kind, id) -> "0123456789abcdef0123456789abcdef",
            (service, batch) -> batches.add(batch));
    records.forEach(record -> out.add(record, "shop"));
    out.finish();
    long taken = 0;
    for (Batch batch : batches) {
      BatchRules.check(LazyBatch.of(batch.toByteString()), System.currentTimeMillis());
      taken += batch.getAccessesList().stream().mapToLong(a -> a.getSubjectsCount()).sum();
    }
    assertThat(taken).isEqualTo(records.size());
    if (records.size() < lines) {
      assertThat(told.toString()).contains(".csv:", "left out");
    }
  }

  @Test
  void wordsThatAreNoneOfTheUsualOnesAreTakenAndToldOnce() throws Exception {
    StringWriter told = new StringWriter();
    StringBuilder csv = new StringBuilder(HEAD);
    String rest = ",SO-1,,%s,,,,,%n";
    for (int i = 0; i < 3; i++) {
      csv.append("2026-03-02T09:00:00Z,E1,staff").append(rest.formatted("name;phone"));
      csv.append("2026-03-02T09:00:00Z,E1,Couriers").append(rest.formatted("phone;tel"));
      csv.append("2026-03-02T09:00:00Z,E1,").append(rest.formatted("Li Wei"));
    }
    List<CsvRecord> records = read(csv.toString(), new PrintWriter(told));
    assertThat(records).hasSize(9).anyMatch(record -> record.role().equals("couriers"));
    assertThat(told.toString().lines().map(line -> line.replaceFirst(".*\\.csv", "")))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(":3: role: \"couriers\" is none of the usual words")
                    .endsWith("usual are staff, seller, courier, customer, system, unknown"),
            line -> assertThat(line).startsWith(":3: fields: \"tel\" is").contains("card-tail"),
            line -> assertThat(line).startsWith(":4: fields: a word is none of the usual"));
  }

  @Test
  void ofALineThatIsLeftOutNoWordIsTaken() throws Exception {
    StringWriter told = new StringWriter();
    String left = "2026-03-02T09:00:00Z,E1,staf,SO-1,,fone,,%s,,,%n";
    String csv = HEAD + left.formatted("pened") + left.formatted("opened");
    assertThat(read(csv, new PrintWriter(told))).hasSize(1);
    assertThat(told.toString().lines().map(line -> line.replaceFirst(".*\\.csv", "")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith(":2: left out: form: ").doesNotContain("pened\""),
            line -> assertThat(line).startsWith(":3: role: \"staf\" is none of the usual words"),
            line -> assertThat(line).startsWith(":3: fields: \"fone\" is none of"),
            line -> assertThat(line).isEqualTo(": 1 line left out, 1 taken"));
  }

  @Test
  void soManyUnusualWordsAreTold() throws Exception {
    StringWriter told = new StringWriter();
    StringBuilder csv = new StringBuilder(HEAD);
    for (int i = 0; i < 100; i++) {
      csv.append("2026-03-02T09:00:00Z,E1,r" + i + ",SO-1,,,,,,,\n");
    }
    assertThat(read(csv.toString(), new PrintWriter(told))).hasSize(100);
    assertThat(told.toString().lines())
        .hasSize(21)
        .last(InstanceOfAssertFactories.STRING)
        .endsWith(": 80 more words of role and fields like these");
  }

  /** Columns that have changed places. */
  @Test
  void aValueIsNoWord() throws Exception {
    StringWriter told = new StringWriter();
    String csv =
        HEAD
            + "2026-03-02T09:00:00Z,E1,13900001111,SO-1,,,,,,,\n"
            + "2026-03-02T09:00:00Z,E1,13900001111,SO-1,,,,,,,\n"
            + "2026-03-02T09:00:00Z,E1,staff,SO-1,,name;13900001111,,,,,\n";
    assertThat(read(csv, new PrintWriter(told))).isEmpty();
    assertThat(told.toString())
        .contains(".csv:2: left out: role: expected words such as staff, not a value")
        .contains(".csv:3: left out: role: ")
        .contains(".csv:4: left out: fields: expected words such as name, not a value")
        .doesNotContain("13900001111");
  }

  private static List<CsvRecord> read(String csv, PrintWriter told) throws IOException {
    Path file = Files.createTempFile("records", ".csv");
    try {
      Files.writeString(file, csv);
      return new CsvRecords(file, subject -> new byte[16], told).read();
    } finally {
      Files.delete(file);
    }
  }

  private static String line(Random random) {
    return String.join(
            ",",
            one(
                random,
                "2026-03-02T09:00:00+08:00",
                "1999-12-31T23:59:59Z",
                "2000-01-01T00:00:00Z"),
            cell(random, "E1"),
            cell(random, "customer"),
            cell(random, "SO-1"),
            one(random, "", "9999-12-31", "2243-10-16", "2243-10-17", "2243-10-18", "1969-12-31"),
            cell(random, "name;phone"),
            cell(random, ""),
            one(random, "", "opened", "nothing"),
            one(random, "", "10.0.0.1", "fe80::1", "7 Long Street"),
            cell(random, ""),
            cell(random, "sent"))
        + "\n";
  }

  private static String one(Random random, String... choices) {
    return random.nextInt(3) == 0 ? choices[random.nextInt(choices.length)] : choices[0];
  }

  private static String cell(Random random, String usual) {
    if (random.nextInt(4) > 0) {
      return usual;
    }
    int length = random.nextInt(5) == 0 ? random.nextInt(600) : random.nextInt(12);
    StringBuilder text = new StringBuilder();
    // Most of one letter, so that some cells of odd ones are let through.
    int letter = ODD[random.nextInt(ODD.length)];
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(random.nextInt(20) == 0 ? ODD[random.nextInt(ODD.length)] : letter);
    }
    return '"' + text.toString().replace("\"", "\"\"") + '"';
  }
}
