package io.whoread.collector.cli;

import io.whoread.collector.trace.PlainFields;
import io.whoread.collector.trace.ReadTable;
import io.whoread.collector.trace.ReadTableBuilder;
import io.whoread.collector.trace.Reader;
import io.whoread.record.Roles;
import io.whoread.record.v1.Form;
import java.time.Instant;
import java.util.List;

/** Records of a file as the reads that a trace counts. */
final class CsvReads {
  private CsvReads() {}

  static ReadTable table(List<CsvRecord> records) {
    ReadTableBuilder table = new ReadTableBuilder();
    for (CsvRecord each : records) {
      int reader = table.reader(reader(each));
      ReadTable.Subject subject = ReadTable.Subject.of(each.subject());
      table.add(subject, reader, each.timeMs(), each.placedDay() - 1, each.owner());
    }
    return table.build();
  }

  /**
   * A file does not tell whose an order is, so what customers read is taken for theirs; and not
   * whether fields were masked, so what was read is taken for what left.
   */
  private static Reader reader(CsvRecord record) {
    boolean own = record.role().equals(Roles.CUSTOMER);
    // What reads the same at the same time is one access, as import has it.
    String export =
        record.form() == Form.FORM_EXPORTED
            ? String.join(
                " ",
                Instant.ofEpochMilli(record.timeMs()).toString(),
                record.role() + "/" + record.actor(),
                record.operation())
            : null;
    return new Reader(
        record.role(),
        record.actor(),
        own,
        record.service(),
        record.operation(),
        record.address(),
        null,
        export,
        record.fields().isEmpty() ? PlainFields.UNKNOWN : PlainFields.of(record.fields()),
        // There is nothing captured beside it to tell it from.
        false);
  }
}
