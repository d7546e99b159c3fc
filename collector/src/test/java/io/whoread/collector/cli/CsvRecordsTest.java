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

  private static List<CsvRecord> read(String csv, PrintWriter told) throws IOException {
    Path file = Files.createTempFile("records", ".csv");
    try {
      Files.writeString(file, csv);
      return CsvRecords.read(file, subject -> new byte[16], told);
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
